"""Whole lines of boilerplate that vary in a word or two: expressions over folded lines."""

from __future__ import annotations

from indexer.cleaning.rules.line_tables import patterns
from indexer.cleaning.rules.notices import NOTICES
from indexer.cleaning.rules.related_links import POINTS_BELOW

PATTERNS = (
    *patterns(
        "sign-up",
        (r"enter your e-?mail address to (?:subscribe|follow).{0,120}",),
    ),
    *patterns(
        "comment-count",
        (
            r"(?:#|no|keine|aucun|sin|one|un|ein) (?:comments?|kommentare?|commentaires?|"
            r"comentarios?)",
            r"(?:comments?|kommentare?|commentaires?|comentarios?):? \(?#",
            r"(?:#|one|ein|eine) (?:meinung(?:en)?|repl(?:y|ies)|post comments?)(?: \(\+)?",
            r"(?:keine|no|aucun|sin) (?:kommentare|comments|commentaires?|"
            r"comentarios)(?: ?[/|] ?trackbacks?)",
            r"(?:show |view |load )?(?:#|all) (?:more )?(?:comments|replies)",
        ),
    ),
    *patterns(
        "comment-form",
        (
            r"fill in your details below or click an icon to log in.*",
            r"(?:please log in using one of these methods to post your comment|log in with).{0,30}",
            r"you are commenting using your .{0,40}account.*",
            r"trage deine daten unten ein oder klicke (?:auf )?ein icon.*",
            r"(?:bitte )?(?:gib deine daten|logge dich mit einer dieser methoden).{0,80}",
            r"du kommentierst mit(?:hilfe)? (?:deine[ms]|des).{0,60}",
            r"entrez vos coordonnées ci-dessous ou cliquez sur une icône.*",
            r"vous commentez à l'aide de votre compte.*",
            r"introduce tus datos o haz clic en un icono.*",
            r"estás comentando usando tu cuenta.*",
            r"log ?out / change",
            r"abmelden / ändern",
            r"déconnexion / changer",
            r"(?:cerrar sesión|salir) / cambiar",
            r"(?:twitter|facebook|google\+?|wordpress\.com|linkedin)[- ](?:picture|photo|logo|"
            r"bild|foto|profile photo)",
            r"(?:photo|image|imagen|logo|foto|gravatar) (?:facebook|twitter|google\+?|"
            r"de facebook|de twitter|wordpress\.com)",
            r"leave a (?:reply|comment) (?:to|on) .{1,120}",
            r"(?:login|log in|sign in|register|anmelden|einloggen|"
            r"se connecter) (?:or register )?(?:to|um|pour) "
            r"(?:post|leave|write|comment|kommentieren|kommentare?|poster).{0,40}",
            r"(?:du musst|sie müssen)(?: dich| sich)? (?:eingeloggt|angemeldet|registriert|"
            r"einloggen|anmelden)\b.{0,20}um .{0,20}kommentar.{0,60}",
            r"you must be (?:logged in|a (?:registered )?member) .{0,40}(?:comment|reply).{0,20}",
            r"your e-?mail(?: address)? (?:will not|is never|will never).{0,60}",
            r"(?:deine|ihre) e-?mail-?adresse wird nicht.{0,90}",
            r"votre adresse (?:de messagerie|e-?mail|électronique) ne sera pas.{0,100}",
            r"tu (?:dirección de )?(?:correo|email|e-mail).{0,20} no será.{0,90}",
            r"please (?:enable|turn on|activate) javascript (?:to|in order to) (?:view|see|post|"
            r"read|comment).{0,120}",
            r"notify me of (?:new|follow-?up) (?:posts?|comments?).{0,40}",
            r"(?:this site|diese website|ce site|este sitio) (?:uses|verwendet|utilise|"
            r"usa) akismet.{0,160}",
            r"learn how your comment data (?:is|are) processed",
            r"you (?:can|may) use these (?:html )?(?:tags|html tags).{0,300}",
            r"(?:xhtml|html): you can use these tags.{0,300}",
            r"allowed (?:html )?tags.{0,300}",
            r"(?:guarda|guardar) mi nombre, correo.{0,120}",
            r"lines and paragraphs break automatically",
            r"web page addresses and e-?mail addresses turn into links automatically",
            r"(?:more information about|weitere informationen über) (?:text formats|"
            r"formatting options|textformate)",
            r"the content of this field is kept private.{0,60}",
            r"this question is for testing whether .{0,120}",
            r"(?:un message, un commentaire|modération a priori|forum sur abonnement|"
            r"qui êtes-vous).{0,20}",
            r"attention, votre message n'apparaîtra qu'après.{0,60}",
            r"ce forum est modéré.{0,120}",
            r"ce formulaire accepte les raccourcis spip.{0,200}",
            r"pour créer des paragraphes, laissez simplement des lignes vides",
            r"pour participer à ce forum, vous devez vous enregistrer.{0,200}",
        ),
    ),
    *patterns(
        "share-bar",
        (
            r"(?:click|tap) to (?:share|print|email|e-mail|tweet|send)\b.{0,80}",
            r"klick(?:en)?,? (?:um|zum) .{0,40}(?:teilen|ausdrucken|senden|drucken).{0,50}",
            r"cliqu\S* pour (?:partager|imprimer|envoyer).{0,80}",
            r"(?:haz )?clic para (?:compartir|imprimir|enviar).{0,80}",
            r"(?:share|print|email|tweet|facebook|twitter|linkedin|pinterest|reddit|tumblr|"
            r"whatsapp|telegram|"
            r"google\+?|digg|delicious|stumbleupon|mastodon|bluesky|xing|flattr|pocket|e-?mail|"
            r"drucken|teilen|"
            r"imprimer|partager|compartir|like|more|mehr|plus|x|[ ,|/·•]){6,90}(?:#)?",
            r"share (?:this|on|via|with) .{0,24}",
            r"liked? by # .{0,30}",
            r"(?:was|did you find) this (?:page|article|information|answer) "
            r"(?:helpful|useful)(?:\W+(?:yes|no|thumbs up|thumbs down)){0,3}",
            r"(?:print|e-?mail) this (?:page|article|story)(?:\W+.{0,24}(?:friend|page|article))?",
            r"(?:get|view|read|see|print|pin|save|jump to) (?:the |full |this |my )*"
            r"(?:recipe|article|story|post)",
            r"(?:rate|review) \+ comment",
            r"rate this (?:article|post|page|story).{0,30}|how would you rate .{1,40}",
            r"(?:wie bewerten sie|hier können sie) .{0,24}(?:artikel|beitrag).{0,20}(?:bewerten)?",
        ),
    ),
    *patterns(
        "footer",
        (
            r"(?:©|ⓒ|c\)) ?.{0,60}#.{0,140}",
            r"copyright,?(?: ©| \(?c\)| ⓒ)? ?#.{0,140}",
            r"copyright (?:©|ⓒ|\(?c\)|by|held by) .{1,80}",
            r"copyright (?!in |of |was |is |on |for |law |and |to )(?:\S+ ){1,4}#(?: ?[-–] ?#)?",
            r"(?=.*r(?:ights|echte|oits|echos) )"
            r".{0,60}(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|"
            r"todos los derechos reservados).{0,60}",
            r"(?:proudly )?(?:powered|hosted|built|made|designed|published|created) (?:by|with|"
            r"on|using) "
            r"(?:wordpress|blogger|drupal|joomla|typepad|movable type|spip|ghost|squarespace|"
            r"medium|phpbb|vbulletin|"
            r"tumblr|jekyll|hugo|wix|weebly|discourse|invision|xenforo|mediawiki).{0,60}",
            r"theme:? .{1,40} (?:by|von|par|de|at) .{1,40}",
            r"(?:thème|tema):? .{1,40}",
            r"(?:site réalisé|site créé|réalisé) (?:avec|sous) spip.{0,80}",
            r"this page (?:was|has been) (?:last )?(?:updated|modified|edited|accessed).{0,60}",
            r"this (?:blog|site|website|page) (?:is|was) (?:powered|hosted|designed|"
            r"built) by .{1,40}",
            r"(?:this )?page (?:was )?last (?:updated|modified|revised|reviewed|edited).{0,140}",
            r"(?:this )?(?:site|page|website)?(?: is)? ?best (?:viewed|seen) (?:at|in|with|using) "
            r".{0,80}",
            r"(?:bloggen sie|blog) auf\b.{0,20}the .{1,24} theme",
            r"this site is protected by (?:re)?captcha.{0,120}",
            r".{0,80}when you (?:purchase|buy|shop) .{0,12}through links on (?:our|this) site"
            r".{0,120}",
            r"(?:disclosure|disclaimer): (?:i |we |this (?:post|page|site|article) ).{0,200}"
            r"(?:affiliate|commission|recommend).{0,140}",
            r"(?:press|hit) \S{1,6}(?: or \S{1,6})? to (?:navigate|search|show|hide|open|close|"
            r"go|toggle) .{1,50}",
            r"keyboard shortcuts",
            r"(?:dies(?:e seite|er artikel)|diese seite) wurde (?:zuletzt|bisher|# mal) .{0,80}",
            r"(?:cette page|ce site) (?:a été|est) (?:consultée|optimisé|vue?)\b.{0,80}",
            r"(?:dernière mise à jour|letzte änderung|zuletzt aktualisiert|última actualización"
            r")(?: du site| der seite| de la página|:).{0,60}",
            r"(?:you are|sie sind|vous êtes) (?:the )?(?:visitor|besucher|le visiteur)\b.{0,40}",
            r"advertising (?:disclosure|disclaimer).{0,200}",
            r"notify blogger about objectionable content",
        ),
    ),
    *patterns(
        "cookie-notice",
        (
            r"(?=.*cookies).{0,40}"
            r"(?:this|our|we|diese|unsere|ce|este) ?(?:website|site|web|webseite|seite|"
            r"sitio)? "
            r"?(?:may |also )?(?:uses?|verwende[tn]|nutzt|benutzt|utilise|usa|"
            r"utiliza) cookies\b.{0,300}",
            r"by (?:continuing|using) .{0,60}(?:cookies|their use|our use).{0,120}",
            r"(?:to find out more|weitere informationen|pour en savoir plus|"
            r"para más información).{0,80}cookie.{0,80}",
            r"privacy & cookies: this site uses cookies.{0,200}",
            r"datenschutz & cookies: .{0,200}",
            r"durch die (?:weitere )?nutzung .{0,80}cookies.{0,80}",
        ),
    ),
    *patterns(
        "navigation",
        (
            r"(?:(?:you are here|sie sind hier|vous êtes ici|usted está aquí):? ?)?"
            r"(?:home|homepage|start|startseite|accueil|inicio|index) ?(?:>|»|›|→|::|&gt;) "
            r".{1,160}",
            r"(?:you are here|sie sind hier|vous êtes ici|usted está aquí): .{1,160}",
            r"(?:[^.|]{1,30} \| )?back to (?:\S+ ){0,3}(?:section|article|index|contents|home|"
            r"homepage|list|archive|page|menu)s?(?: page| section)?(?: ?\| .{1,80})?",
            r"(?:zurück zu[mr]|retour (?:à la|au|à l')|volver a) ?(?:\S+ ){0,2}(?:übersicht|"
            r"startseite|inhaltsverzeichnis|archiv|sommaire|accueil|liste|index|"
            r"página de inicio|índice)",
            r"(?:back|return) \| .{1,60}",
            rf"{POINTS_BELOW}|see (?:also )?below",
            r"all times are (?:gmt|utc|bst|est|pst|cet)\b.{0,160}",
            r"you (?:cannot|can|may|may not) (?:post|start|reply to) (?:new )?(?:topics|threads)\b"
            r".{0,300}",
            r"display posts from previous.{0,80}",
            r"(?:user ?name|e-?mail|benutzername|nom d'utilisateur|(?:nombre de )?usuario)\W{1,4}"
            r"(?:password|passwort|mot de passe|contraseña).{0,60}",
            r"author \| message",
            r"messages sorted by.{0,80}",
            r"more information about (?:the )?\S+ mailing list",
        ),
    ),
    *patterns(
        "read-also",
        (
            r"(?:related|read more|more on this|lesen sie auch|lies auch|mehr zum thema|"
            r"à lire aussi|lire aussi|sur le même sujet|lea también|te puede interesar) ?: "
            r".{4,140}",
        ),
    ),
    *patterns(
        "go-to-top",
        (
            r"(?:back|return|go|jump) to (?:the )?(?:top|contents|start|"
            r"beginning)(?: of (?:the )?(?:page|article))?",
        ),
    ),
    *patterns(
        "post-meta",
        (
            r"(?:posted|filed|published|veröffentlicht|abgelegt|publié|publicado) (?:in|under|"
            r"unter|dans|en):? .{1,160}",
            r"(?:tags?|tagged|tagged with|labels?|categor(?:y|ies)|kategorien?|schlagw(?:ort|"
            r"örter)|verschlagwortet mit|"
            r"mots-clés|étiquettes|catégories?|etiquetas|categorías?): ?.{1,200}",
            r"(?:this entry was posted|dieser (?:beitrag|eintrag) wurde|"
            r"cette entrée a été publiée|esta entrada fue publicada)"
            r".{0,300}",
            r"you can follow any responses to this entry through.{0,200}",
            r"you can (?:leave a response|skip to the end).{0,120}",
            r"both comments and pings are currently closed",
            r"responses are currently closed.{0,80}",
            r"related (?:tags|topics|keywords|items)(?:: .{1,160})?",
            r"bookmark the permalink.{0,60}",
        ),
    ),
    *patterns(
        "post-navigation",
        (
            r"(?:←|<|«|&laquo;)? ?(?:previous|next|older|newer)(?: (?:post|posts|article|"
            r"articles|entry|entries|page|story|comments?))?"
            r"(?: (?:→|>|»))?",
            r"(?:newer|neuerer) post (?:older|älterer) post (?:home|startseite)",
            r"(?:previous|next) (?:post|article|entry|story):? .{0,120}",
            r"previous: .{1,100}",
            r"(?:previous|next|vorherige|nächste)(?: in thread| by date| by thread)? "
            r"(?:message|nachricht)(?: by (?:date|thread|subject))?: .{0,120}",
            r"(?:in reply to|maybe in reply to|next in thread|reply|replies|"
            r"contemporary messages sorted): .{1,120}",
            r"(?:ältere|neuere|vorherige[rs]?|nächste[rs]?) (?:beiträge?|artikel|einträge?|"
            r"seite)(?:: .{0,120})?",
            r"(?:article|page|billet)s? (?:précédente?s?|suivante?s?)(?: ?: .{0,120})?",
            r"(?:entradas?|artículos?) (?:anterior(?:es)?|siguientes?|"
            r"más recientes)(?:: .{0,120})?",
        ),
    ),
    *NOTICES,
)
"""Each expression with the name of its rule; the first that matches a whole line names it."""
