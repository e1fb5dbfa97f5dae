"""Headings, fields and signatures of readers' comments, as expressions over folded lines."""

from __future__ import annotations

import re

FORM_OPENERS = re.compile(
    r"leave (?:a|your) (?:reply|comment|response|message)\b.{0,120}|(?:post|add|submit|write|"
    r"leave) (?:a |your |new |an? )*comment\b.{0,20}"
    r"|(?:what do you think|join the (?:conversation|discussion)|speak your mind|have your say|"
    r"comment on this (?:article|post|page))"
    r"|(?:reply to|respond to) this (?:article|post|message)"
    r"|(?:neuen |einen )?kommentar (?:verfassen|schreiben|hinterlassen|hinzufügen|erstellen|"
    r"abgeben).{0,60}"
    r"|(?:schreiben? (?:sie )?(?:einen|eine) (?:kommentar|antwort)|"
    r"hinterlassen? (?:sie )?(?:einen|eine) (?:kommentar|antwort)).{0,60}"
    r"|diskutieren sie mit|ihre meinung|neuer kommentar"
    r"|(?:laisser|laissez|ajouter|ajoutez|poster|publier|écrire|déposer) (?:un|votre|"
    r"une) (?:commentaire|réponse|message).{0,60}"
    r"|(?:répondre|réagir) à cet article|vos commentaires|un message, un commentaire.{0,5}"
    r"|(?:deja|dejar|añadir|añade|publicar|escribe|escribir)(?: un| una| tu)? (?:comentario|"
    r"respuesta).{0,60}"
)
"""Headings of comment forms."""

FORM_FIELDS = re.compile(
    r"(?:your |votre |dein |ihr |tu |full )?(?:name|nom|nombre|pseudo|username|benutzername|"
    r"alias|vorname|nachname)\b.{0,60}"
    r"|(?:your |votre |deine |ihre |tu )?(?:e-?mail|mail|courriel|correo)\b.{0,100}|"
    r"adresse (?:e-?mail|de messagerie|de contact|électronique).{0,60}"
    r"|(?:your |votre |deine |ihre |tu )?(?:web ?site|web|webseite|site(?: web| internet)?|url|"
    r"homepage|sitio web|blog).{0,40}"
    r"|(?:your |votre |dein |ihr |tu )?(?:comments?|commentaire|kommentar|comentario|message|"
    r"nachricht|mensaje|reply|text|texte)\b.{0,40}"
    r"|(?:post|submit|send|preview|publish|absenden|abschicken|senden|vorschau|envoyer|valider|"
    r"prévisualiser|publicar|enviar)\b.{0,24}"
    r"|(?:subject|betreff|titre|title|asunto|objet)\b.{0,30}"
    r"|logo|guest|gast|cancel(?: reply)?|change|ändern|changer|cambiar|log ?out|abmelden|"
    r"required|pflichtfeld(?:er)?|obligatoire.{0,20}"
    r"|.{0,20}(?:picture|photo|avatar|gravatar|bild|foto)|(?:captcha|spam|security|"
    r"sicherheits).{0,60}|.{0,40}(?:captcha|anti-?spam).{0,40}"
    r"|(?:save my name|meinen namen|enregistrer mon nom|guarda mi nombre).{0,140}|(?:notify|"
    r"benachrichtig|prévenez|recibir un|avertissez).{0,80}"
    r"|(?:your|the) (?:rating|question).{0,40}|(?:html|xhtml).{0,40}(?:tags|code).{0,300}|"
    r".{0,60}(?:required fields|mandatory|pflichtfelder).{0,60}"
    r"|lien hypertexte.{0,200}|.{0,10}(?:si votre message se réfère|indiquer ci-après).{0,200}|"
    r"par (?:e-?mail|courriel).{0,20}|\*"
)
"""Labels of the fields and buttons of a comment form, and its hints."""

THREAD_OPENERS = re.compile(
    r"(?:# |no |one |two |three |four |five |six |seven |eight |nine |ten )(?:comments?|"
    r"responses?|replies|thoughts?)\b(?: (?:to|on|so far|for)\b.{0,160})?"
    r"|comments?(?: \(#\)|: #)?|readers' comments|discussion|(?:# )?responses"
    r"|(?:# |ein |eine |zwei )?(?:kommentare?|antworten|gedanken|leserkommentare)(?: (?:zu|"
    r"auf)\b.{0,160}| \(#\))?"
    r"|(?:# |un |une )?(?:commentaires?|réponses?|réflexions?|messages?)(?: (?:sur|à|"
    r"pour)\b.{0,160}| \(#\))?"
    r"|(?:# |un |una )?(?:comentarios?|respuestas?|pensamientos?)(?: (?:a|en|sobre)\b.{0,160}|"
    r" \(#\))?"
)
"""Headings of readers' comments."""

THREAD_SIGNS = re.compile(
    r".{1,60} (?:says|said|wrote|commented|writes|schrieb|schreibt|sagt|sagte|meint|a écrit|dit|"
    r"dice|dijo)(?:\b.{0,60})?"
    r"|(?:reply|antworten|répondre|responder|permalink|report|quote|zitieren|like)"
    r"|(?:on |am |le |el )?(?:\w+ #,? #|# \w+ #|#[./-]#(?:[./-]#)?|#[.] \w+ #)(?:,| at| um| à|"
    r" a las| -)* ?#(?::#)?(?: ?[ap]\.?m\.?| uhr)?.{0,30}"
    r"|(?:posted|comment|von|by|par|por) .{1,60} (?:on|at|am|le|um) .{0,20}#.{0,30}"
    r"|# (?:second|minute|hour|day|week|month|year)s? ago.{0,20}|vor # \w+"
)
"""Signatures of readers' comments, and the links below them."""
