"""Everything that speaks Zoom: webhooks in, REST out, the caption stream, and a simulated Zoom. Knows nobody else.

`signatures` and `reading` turn a delivery into an event, `rest` calls Zoom, `rtms` follows a caption
stream, `sim` stands in for
Zoom. Only `sim` starts servers, and nothing imports it by itself.
"""
