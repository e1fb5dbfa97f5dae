"""Whole lines in which a site gives notice of itself, as expressions over folded lines.

Invitations to subscribe, follow, write or install, picture credits, disclosures and
licences. An expression that may begin with any text first looks ahead for the word that
decides, since trying every beginning takes long.
"""

from __future__ import annotations

from indexer.cleaning.rules.line_tables import patterns

NOTICES = (
    *patterns(
        "sign-up",
        (
            r"(?:sign up|subscribe|register) (?:for|to) (?:our|the|my|"
            r"this) .{0,30}(?:newsletter|mailing list|e-?mails?|blog|feed|updates?)"
            r".{0,40}",
            r"follow (?:us )?(?:on )?(?:facebook|twitter|instagram|google\+|youtube|"
            r"linkedin)(?:[ ,&]|and|on|us|facebook|twitter|"
            r"instagram|youtube)*",
            r"sign ?up (?:for|to) (?:free |our |the |e-?mail )*newsletters?",
            r"(?=.*s(?:pam|ubscribe at any))(?:.{0,60}\b)?"
            r"(?:no spam|(?:you can )?unsubscribe at any time)\b.{0,120}",
            r"follow (?:me|us) (?:on|at) (?:\S+ ){0,3}?(?:facebook|twitter|instagram|youtube|"
            r"linkedin|mastodon|pinterest|tumblr|flickr)\b.{0,160}",
            r"join # other (?:subscribers|followers)",
            r"subscribe (?:now|today) (?:to|for|and) .{1,80}",
            r"subscribe (?:in a reader|by e-?mail|via rss|to rss)",
            r"follow (?:\S+ ){1,8}on (?:facebook|twitter|instagram|youtube|linkedin|mastodon|"
            r"bluesky|tiktok|pinterest)\b.{0,120}",
            r"(?=.*inbox).{0,160}\b(?:to|in|into) your (?:e-?mail )?inbox"
            r"(?: (?:daily|every|each|for)\b.{0,40})?",
            r".{0,80}delivered (?:through your letterbox|to your (?:door|home))\b.{0,120}",
            r"(?=.*newsletter)(?:.{0,60}\W)?"
            r"(?:abonnieren sie|abonniere?|bestellen sie|jetzt) .{0,60}newsletter\b"
            r".{0,80}",
            r"(?=.*newsletter).{0,60}"
            r"\bnewsletters? .{0,24}(?:anmelden|abonnieren|bestellen|eintragen)\b.{0,80}",
            r"(?:join|get|receive|inscrivez-vous à|abonnez-vous à|suscríbete a) "
            r"(?:our|the|my|notre|la|nuestr[ao]) (?:\S+ ){0,3}newsletter\b.{0,80}",
            r"(?:subscribe to|check out|visit|abonniere?n? sie|mira lo que tiene|suscríbete a) "
            r"(?:our|my|unseren|meinen|nuestro|mi) youtube[- ](?:channel|kanal)\b.{0,60}",
            r"(?=.*youtube).{0,60}(?:nuestro|mi) canal de youtube",
        ),
    ),
    *patterns(
        "app-promotion",
        (
            r"(?:click here to )?(?:get|install|try) (?:the|our) (?:\S+ ){0,4}app"
            r"(?: (?:now|today|here|for) ?.{0,40})?",
            r"(?:for .{1,80} )?download (?:the|our) (?:\S+ ){0,4}apps?\b.{0,60}",
            r"(?:jetzt )?(?:die|unsere) (?:\S+ ){0,3}app (?:herunterladen|laden|installieren|"
            r"downloaden)\b.{0,60}",
            r"(?:descarga|télécharge[rz]) (?:nuestra|la|notre|l') ?(?:\S+ )?(?:app|aplicación|"
            r"application)\b.{0,60}",
        ),
    ),
    *patterns(
        "letters-wanted",
        (
            r"(?:[^\"]{0,160}[.!?] )?we(?:'d like| want|'d love) to "
            r"(?:hear (?:from you|what you think)|know what you think)\b.{0,160}",
            r"(?:please )?(?:submit|send|write|e-?mail) (?:us )?(?:a|your) letters? to the editor"
            r"\b.{0,100}",
            r"(?:schreiben sie uns|haben sie (?:fragen|anregungen)).{0,40}(?:leserbrief|"
            r"redaktion)\b.{0,80}",
        ),
    ),
    *patterns(
        "photo-credit",
        (
            r"(?:(?:titel|beitrags?|header|vorschau|teaser|aufmacher|symbol)?(?:bild|foto)(?:er|s)?"
            r"(?:quellen?|nachweise?|rechte|credits?)?|(?:titel|beitrags?|header)(?:bild|foto)): "
            r".{1,90}",
            r"(?:(?:main|header|lead|featured|cover|hero|top) )?"
            r"(?:photo|image|picture|illustration)s?(?: credits?| courtesy(?: of)?)?: .{1,90}",
            r"(?:photo|foto|bild|picture)[- ]?credits?\b.{0,20}: .{1,100}",
            r"(?:crédits?|crédit) photos?(?: ?:| ©) .{1,100}",
        ),
    ),
    *patterns(
        "disclosure",
        (
            r"(?:.{0,20}(?:werbung|anzeige)\W{1,4})?(?:dieser|der) (?:beitrag|artikel|text|post) "
            r"enthält (?:(?:un)?bezahlte |eventuell )?(?:werbung|affiliate|werbelinks|produkt)"
            r".{0,120}",
            r"(?:\S+ ){0,3}(?:post|article|page|site) (?:may contain|contains) (?:\S+ )?"
            r"(?:affiliate|sponsored) .{0,160}",
        ),
    ),
    *patterns(
        "licence",
        (
            r"(?:sofern|soweit|wenn) nicht (?:anders|anderweitig) \S+,? .{0,100}(?:cc[ -]by|"
            r"creative commons|lizenz).{0,80}",
            r"(?:unless|except where|except as) otherwise \S+,? .{0,100}(?:cc[ -]by|"
            r"creative commons|licen[sc]ed?).{0,100}",
            r"(?=.*금지).{0,40}(?:무단 ?전재|재배포).{0,20}금지",
        ),
    ),
)
