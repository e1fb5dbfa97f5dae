"""Words of menus and forms, and lines that are evidence of a menu or footer around them; folded."""

from __future__ import annotations

import re

from indexer.cleaning.rules.line_tables import phrases
from indexer.notation.calendar_words import MONTH_NAMES

IN_CONTEXT: dict[str, str] = {
    **phrases(
        "navigation",
        """home | homepage | home page | start | startseite | accueil | inicio | menu | menü |
        navigation | search | search this site | search this blog | search for | suche |
        suchen | suche nach | rechercher | recherche | buscar | sitemap | site map | about |
        about us | about me | über uns | über mich | à propos | contact | contact us | kontakt |
        contactez-nous | contacto | links | archive | archives | archiv | archivo | blog |
        news | forum | login | log in | log out | logout | register | sign in | anmelden |
        abmelden | registrieren | my account | help | faq | rss | categories | kategorien |
        catégories | categorías | tags | tag cloud | schlagwörter | blogroll | meta | pages |
        seiten | calendar | next | previous | prev | back | weiter | zurück | suivant |
        précédent | siguiente | anterior | first | last | more | mehr | read more |
        continue reading | weiterlesen | lire la suite | leer más | close | schließen | fermer |
        cerrar | go | submit | send | ok | cancel | advertisement | advertise | advertising |
        anzeige | werbung | publicité | publicidad | breadcrumb | you are here | sie sind hier |
        edit | bearbeiten | view | download | print | drucken | imprimer | imprimir |
        permalink | trackback | trackbacks | top | careers | jobs | press | terms | privacy |
        legal | disclaimer | accessibility | subscribe | abonnieren | newsletter | follow |
        follow us | folge uns | follow me | select page | articles | artikel | research |
        books | bücher | conference | english | deutsch | français | español | italian |
        italiano | specials | rubriques | rubrik | rubriken | presse | termine | sonstiges |
        liens | actualités | animals | art | music | design | cities | schools | others |
        other | most popular articles | latest articles | forums | essentials | tools |
        recipes | pressematerial | showmenu | all articles | about this blog |
        über diesen blog | downloads | soziale medien | social media | sponsored links |
        about these ads | popular articles | related blogs | related sites | suggested reading |
        related tags | photo gallery | career | creative commons | statistics | statistik |
        previous article | next article | events | veranstaltungen | sport | sports | business |
        entertainment | lifestyle | opinion | travel | world | health | technology | tech |
        science | education | culture | video | videos | photos | galleries | gallery |
        podcast | podcasts | shop | store | donate | spenden | join | join us | membership |
        services | products | resources | downloads | feedback | people | trending | live tv |
        live | weather | most shared | newsletters | all topics | topics | latest news |
        more news | top stories | you are at | recherche google | auswahl monat |
        monat auswählen | select month | select category | kategorie auswählen | author |
        autor | shares | #""",
    ),
    **phrases(
        "share-bar",
        """share | teilen | tweet | facebook | twitter | linkedin | pinterest | whatsapp | reddit |
        tumblr | telegram | instagram | youtube | google+ | mastodon | bluesky | flipboard |
        pocket | xing | digg | email | e-mail | like | gefällt mir | j'aime | me gusta""",
    ),
    **phrases(
        "comment-form",
        """name | name * | name (required) | your name | your name * | email * | email (required) |
        e-mail * | e-mail-adresse | e-mail-adresse * | website | webseite | url | homepage |
        subject | comment | comment * | your comment | your comment * | comment text | message |
        reply | respond | kommentar | kommentar * | antworten | répondre | responder | nom |
        nom * | adresse e-mail | adresse de contact | site web | commentaire | commentaire * |
        nombre | nombre * | correo electrónico | correo electrónico * | comentario |
        comentario * | web | logo | preview | preview comment | guest | comments | kommentare |
        commentaires | comentarios | # comments | # comment | # kommentare | # kommentar |
        # commentaires | # commentaire | # comentarios | no comments | keine kommentare |
        no hay comentarios | aucun commentaire | comments (#) | kommentare (#)""",
    ),
}
"""Words that may also head a section of a document: they go only where they are links, or
in a row, or next to dropped lines."""

EVIDENCE = tuple(
    re.compile(expression)
    for expression in (
        r"(?:search|suche|rechercher?|buscar) .{1,30}",
        r"(?:about|über|à propos de) .{1,24}",
        r"(?:subscribe|abonnieren|newsletter|s'abonner|suscr\S+|follow|folge|suivre)\b.{0,80}",
        r"more (?:in|from|about|on|stories|posts|articles|news)\b.{0,30}",
        r"(?:phone|tel|telephone|telefon|téléphone|fax|e-?mail|toll free)\b.{1,80}#.{0,80}",
        r"(?:https?://|www\.)\S+|\S+@\S+\.\w+",
        r"(?:home|start|startseite|accueil|inicio|you are here|sie sind hier|about) ?(?:[>/»|›]|"
        r"&gt;).{1,160}",
        r".{1,40}(?: [|·•] .{1,40}){2,12}",
        r"(?:posted|written|veröffentlicht|publié) by:?(?: .{1,40})?",
        r"(?:previous|next|vorherige[rs]?|nächste[rs]?|ältere[rs]?|neuere[rs]?):? .{1,100}",
        r"(?:hosted|designed|theme|powered|bloggen) .{1,60}",
        r"(?:main |open |close ?|show ?)?menu ?(?:main|add|menu|remove)?.{0,12}",
        r"(?:creative commons|licen[cs]e|haftungshinweis|disclosure|disclaimer)\b.{0,60}",
        r"get the .{1,20}",
    )
)
"""Lines that are evidence of a menu or footer around them, and alone prove nothing."""

MONTH_ENTRY = re.compile(
    rf"(?:{'|'.join(name for names in MONTH_NAMES for name in names)}) #(?: \(#)?"
)
"""An entry of a list of months, as archives of blogs have."""
