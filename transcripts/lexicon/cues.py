"""What is said right before somebody's name, and how much it weighs. An apostrophe is a token of its own."""

from __future__ import annotations

INTRODUCED = "my name is|my name ' s|my names|i am called|i ' m called|people call me|everyone calls me|call me"
I_AM = "i ' m|i am|im|this is|it ' s|its|you ' re speaking to"
NAMED = (
    "she ' s called|he ' s called|she is called|he is called|her name is|his name is|her name was|"
    "his name was|her name ' s|his name ' s|their name is|their name ' s|whose name is|whose name was|"
    "by the name of|goes by|somebody called|someone called|anybody called|somebody named|someone named|who ' s called|"
    "who is called|i ' ll call her|i ' ll call him|let ' s call her|let ' s call him|call her|call him|"
    "name of|one called|they ' re called|surname is|first name is|yours sincerely"
)
THANKED = (
    "thanks|thank you|thanks to|thank you to|cheers|many thanks|big thanks to|thanks very much|thank you very much|"
    "thank you so much|thanks so much|thanks again|thank you again|thanks for that|thank you for that|thank|to thank|"
    "thanks ever so much|thanks a lot|lovely thanks|brilliant thank you|"
    "over to|over to you|back to|back to you|back over to|hand over to|hand you over to|hand to|hand back to|pass to|"
    "pass you to|pass you over to|pass over to|pass it to|pass it over to|pass back to|turn to|turn now to|"
    "hi|hello|hey|hiya|good morning|good afternoon|good evening|morning|afternoon|evening|"
    "welcome|welcome to|welcome back|goodbye|bye|bye bye|ta|congratulations|congratulations to|well done|well done to|"
    "happy birthday|dear|credit to|hats off to|kudos to|tribute to|pay tribute to|shout out to|"
    "lovely to see you|good to see you|nice to see you|nice to meet you|good point|great point|great question|"
    "good question|fair point"
)
CALLED_ON = (
    "bring in|bringing in|bring|invite|inviting|ask|asking|can i ask|could i ask|come to|coming to|come back to|go to|"
    "going to|go back to|go over to|next is|next up|next up is|next we have|then we have|now we have|we have|"
    "we ' ve got|followed by|to you|up next|propose|nominate|seconded by|proposed by|supported by|moved by|chaired by|"
    "led by|written by|signed by|presented by|joined by|accompanied by|represented by|replaced by|succeeded by|run by|"
    "raised by|headed by|apologies from|apologies received from|question from|questions from|evidence from|point from|"
    "points from|letter from|email from|e - mail from|message from|comment from|comments from|statement from|"
    "presentation from|update from|call from|quote from|words of|hear from|heard from|heard there from|"
    "with me today are|with me today is|with me are|with me is|on my left is|on my right is|on behalf of|with us|"
    "let|see|can see|i can see|is|are we joined by|was it|"
    "work of|death of|killing of|murder of|family of|mother of|father of|parents of|case of|leadership of|"
    "question to|led to by|alongside|remember"
)
SPOKEN_TO = (
    "spoke to|speak to|speaking to|spoken to|talked to|talking to|emailed|e - mailed|rang|phoned|same by|"
    "told by|wrote to|written to|chat with|meeting with|met with|spoke with|speaking with|spoken with|talking with|"
    "on the phone with|on the phone to|sat next to|sitting next to|phone call with|phone call from"
)
OLD = "old|dear old|poor|young|little|the late|late|our very own|good old|bless|bloody"
MET = (
    "promised|reminded|sent|send|thinking of|thought of|trust|saw|seen|caught|got hold of|round with|had a word with|"
    "was called|were called|is called|are called|go and see|went to see|been to see|people like|somebody like|"
    "someone like|names like|ask for|asked for|to mention|mention|mentioned|bumped into|bumping into|"
    "talk to|spoke about|told|asked|met|interviewed|contacted|visited|texted|messaged|called out|working with|"
    "worked with|work with|working alongside|went with|here with|"
    "introduce|introduced|introducing|meet|meeting|know|knows|knew|knowing|love|loved|lost|miss|missed|"
    "sent to|gave to|reported to|said to|says to|listened to|listening to|married to|related to|helped|supported|"
    "where ' s|where is|who ' s|how ' s|hear|heard|phoning|ringing|me and|you and|myself and|both|mean"
)
AGREED = (
    "agree with|agreed with|agrees with|agreeing with|disagree with|echo|to echo|echoing|support what|agree with what|"
    "echo what|support|second|with respect to|with regard to|like|as|what|just like|similar to|same as|unlike|"
    "building on|build on|building on what|add to|add to what|adding to what|follow on from|following on from|"
    "following|going back to|goes back to|back to what|pick up|picking up|pick up on|picking up on|pick up what|"
    "come in on|come back on|point of|in response to|in answer to|in reply to|to answer|answering|to respond to|"
    "refer to|referred to|according to|quoting|to quote|quote|reading from|what was|one of"
)
LOOSE = (
    "only|just|been|had|got|of|said|put|even|also|"
    "and then|and|or|with|from|by|for|to|about|than|that|if|when|but|so|because|where|while|before|after|until|since|"
    "well|yes|yeah|no|okay|ok|right|sorry|please|again|now|then|between|against|without|except|including|was|were|did|"
    "does|has|had|until|how|why|again|actually|maybe|perhaps|obviously|see"
)
# The weight of a cue, the words for a reviewer, and the kind of person it makes.
CUES: tuple[tuple[str, float, str, str], ...] = (
    (LOOSE, 0.3, "", "person"),
    (AGREED, 0.9, "somebody is agreed with, answered or quoted", "participant"),
    (OLD, 0.9, "it is what people say before a name", "person"),
    (MET, 1.1, "somebody was met, helped or spoken of", "person"),
    (SPOKEN_TO, 1.6, "somebody was spoken, written or listened to", "person"),
    (CALLED_ON, 1.0, "somebody is asked to speak, or stands behind something", "participant"),
    (THANKED, 1.7, "somebody is thanked, greeted or called", "participant"),
    (I_AM, 1.7, "somebody introduces themselves", "participant"),
    (NAMED, 2.7, "somebody is said to be called so", "person"),
    (INTRODUCED, 2.7, "somebody introduces themselves", "participant"),
)
