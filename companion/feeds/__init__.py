"""What Zoom tells us of each forum session: which feeds are alive, how to switch one on, and trying them beforehand."""
