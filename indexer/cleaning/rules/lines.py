"""Whole lines that are boilerplate wherever they occur, folded."""

from __future__ import annotations

from indexer.cleaning.rules.line_tables import phrases

ALWAYS: dict[str, str] = {
    **phrases(
        "comments-closed",
        """comments are closed | comments are now closed | comments are closed for this article |
        comments are off for this post | comments off | comments are disabled |
        comments for this thread are now closed | this entry is closed to comments |
        sorry, the comment form is closed at this time | the comments are closed |
        commenting is closed | no comments yet | be the first to comment |
        not open for further replies | kommentare sind geschlossen |
        die kommentare sind geschlossen | kommentare geschlossen |
        die kommentarfunktion ist geschlossen | kommentare deaktiviert |
        les commentaires sont fermés | los comentarios están cerrados | comentarios cerrados |
        comentarios desactivados | no comments so far | noch keine kommentare |
        pas encore de commentaires | aún no hay comentarios | commenting policy""",
    ),
    **phrases(
        "go-to-top",
        """go to top | back to top | return to top | top of page | to top | to the top |
        back to the top | scroll to top | back to top of page | nach oben | zum seitenanfang |
        zurück nach oben | nach oben scrollen | zum anfang | seitenanfang | haut de page |
        retour en haut | retour en haut de page | volver arriba | ir arriba | subir""",
    ),
    **phrases(
        "sign-up",
        """sign up now | sign up | sign up today | subscribe now | subscribe today |
        subscribe to our newsletter | subscribe to our mailing list |
        sign up for our newsletter | sign up to our newsletter | sign up to our mailing list |
        join our mailing list | get our newsletter | enter your email address |
        your email address |
        enter your email address to subscribe to this blog |
        join # other subscribers | join # other followers | follow blog via email |
        email subscription | newsletter abonnieren | newsletter bestellen |
        abonniere unseren newsletter | zum newsletter anmelden | s'abonner à la newsletter |
        inscrivez-vous à notre newsletter | suscríbete a nuestro boletín | suscríbete al boletín |
        newsletter signup | newsletter sign up | newsletter sign-up | newsletter-anmeldung |
        email newsletters | email newsletter | e-mail newsletter | join our newsletter |
        get the newsletter | subscribe to newsletter | subscribe for updates |
        free newsletter. sign up now | sign up for newsletters | see all newsletters |
        jetzt abonnieren | subscriber services | follow us on | follow us on social media |
        folge uns auf | folgen sie uns | suivez-nous | síguenos | stay connected |
        stay in touch | receive updates by email""",
    ),
    **phrases(
        "skip-link",
        """skip to content | skip to main content | skip to the content | skip to navigation |
        skip to main navigation | skip to primary navigation | skip to footer | skip to search |
        skip to main | skip to sidebar | skip to primary sidebar | skip to primary content |
        skip to secondary content | skip navigation | jump to content | jump to navigation |
        jump to search | jump to main content | jump to navigation jump to search |
        zum inhalt springen | direkt zum inhalt | zum inhalt wechseln | springe zum inhalt |
        zum inhalt | zum hauptinhalt springen | zur navigation springen |
        aller au contenu principal | aller au contenu | saltar al contenido |
        ir al contenido principal | pasar al contenido principal | toggle navigation |
        toggle menu | primary menu | secondary menu | main menu | post navigation |
        skip to main content skip to footer | skip to main contentskip to footer |
        skip to product information | beitragsnavigation | beitrags-navigation |
        artikel-navigation | navigation de l'article | navegación de entradas""",
    ),
    **phrases(
        "share-bar",
        """share this | share this post | share this article | share this story | share this page |
        share this entry | share on facebook | share on twitter | share on linkedin |
        share on pinterest | share on reddit | share on whatsapp | share on google+ |
        share via email | share by email | share to twitter | share to facebook |
        share to pinterest | share options | share share share pin | tweet this | email this |
        email thisblogthis!share to twittershare to facebookshare to pinterest |
        email thisblogthis!share to xshare to facebookshare to pinterest | blogthis |
        email this page | email this article | email to a friend | e-mail this article |
        e-mail to a friend | email this to a friend | send to a friend | tell a friend |
        print this page | print this article | printer-friendly version |
        printer friendly version | printable version | print-friendly version | send by email |
        like this | like loading | loading | be the first to like this |
        one blogger likes this | # bloggers like this | %d bloggers like this |
        gefällt mir wird geladen | gefällt mir lade | liken lade | %d bloggern gefällt das |
        teilen mit | teilen sie dies mit | dies teilen | auf facebook teilen |
        auf twitter teilen | artikel teilen | beitrag teilen | partager | partager cet article |
        partager sur facebook | partager sur twitter | j'aime chargement |
        imprimer cet article | version imprimable | compartir en facebook |
        compartir en twitter | me gusta cargando | comparte esto | seite drucken |
        artikel drucken | druckversion | bookmark and share | bookmark the permalink | addthis |
        was this page helpful | was this page helpful yes no | was this article helpful |
        was this article helpful yes no | did you find this page useful |
        did you find this page useful yes no | war dieser artikel hilfreich |
        war diese seite hilfreich | cette page vous a-t-elle été utile |
        ¿te resultó útil esta página | share article | share all sharing options | share on |
        share with friends | partager via | partagez | compartir esta entrada | weiterempfehlen |
        seite weiterempfehlen | diese seite drucken | email this article to a friend |
        addtoany | stumbleupon | del.icio.us""",
    ),
    **phrases(
        "comment-form",
        """leave a reply | leave a reply cancel reply | leave a replycancel reply |
        leave a comment | leave a comment cancel reply | leave a commentcancel reply |
        leave your comment | leave your reply | post a comment | post your comment |
        post new comment | add a comment | add comment | add new comment | add your comment |
        submit a comment | write a comment | join the conversation | speak your mind |
        cancel reply | post comment | submit comment | reply to this article | reply to this |
        post a reply | connecting to %s | verbinde mit %s | connexion à %s | conectando a %s |
        loading comments | your email address will not be published |
        your email address will not be published required fields are marked |
        required fields are marked | your email is never published nor shared |
        email (required) (address never made public) | this site uses akismet to reduce spam |
        please log in to leave a comment | log in to leave a comment | login to post comments |
        log in to post comments | log in or register to post comments |
        log in or register to reply | you must be logged in to post a comment |
        you must log in or register to reply here | you must be logged in to reply |
        create an account or sign in to comment | want to join the discussion |
        feel free to contribute | notify me of new comments via email |
        notify me of new posts via email | notify me of follow-up comments by email |
        notify me of followup comments via e-mail | notify me of follow-up comments via email |
        notify me when new comments are added |
        save my name, email, and website in this browser for the next time i comment |
        please enter your comment | please enter your name here |
        subscribe to: post comments (atom) | post comments (atom) |
        sorry, your blog cannot share posts by email | email check failed, please try again |
        email was not sent - check your email addresses |
        please enable javascript to view the comments powered by disqus |
        comments powered by disqus | blog comments powered by disqus |
        click here to cancel reply | type your comment here | enter your comment here |
        enter your comment | kommentar verfassen | kommentar erstellen | kommentar abgeben |
        sende kommentar | rss feed zu den kommentaren dieses artikels | trackback url |
        kommentar verfassen antwort abbrechen | kommentar schreiben | kommentar hinterlassen |
        kommentar abschicken | kommentar absenden | kommentar hinzufügen |
        neuen kommentar schreiben | neuer kommentar | einen kommentar schreiben |
        einen kommentar hinterlassen | schreibe einen kommentar |
        schreibe einen kommentar antworten abbrechen |
        schreibe einen kommentar antwort abbrechen | schreibe eine antwort |
        schreiben sie einen kommentar | schreiben sie einen kommentar antworten abbrechen |
        hinterlasse einen kommentar | hinterlasse eine antwort |
        hinterlassen sie einen kommentar | antworten abbrechen | antwort abbrechen |
        deine e-mail-adresse wird nicht veröffentlicht |
        erforderliche felder sind mit * markiert | erforderliche felder sind markiert |
        deine e-mail-adresse wird nicht veröffentlicht. erforderliche felder sind mit * markiert |
        deine e-mail-adresse wird nicht veröffentlicht. erforderliche felder sind markiert |
        benachrichtige mich über neue beiträge via e-mail |
        benachrichtige mich über nachfolgende kommentare via e-mail |
        benachrichtigung bei weiteren kommentaren per e-mail senden |
        du musst angemeldet sein, um einen kommentar abzugeben |
        ihr blog kann leider keine beiträge per e-mail teilen |
        e-mail-überprüfung fehlgeschlagen, bitte versuche es noch einmal |
        laisser un commentaire | laisser un commentaire annuler la réponse |
        laissez un commentaire | laisser une réponse | ajouter un commentaire |
        poster un commentaire | publier un commentaire | poster un message |
        répondre à cet article | réagir à cet article | annuler la réponse |
        votre adresse e-mail ne sera pas publiée |
        votre adresse de messagerie ne sera pas publiée |
        les champs obligatoires sont indiqués avec * |
        prévenez-moi de tous les nouveaux commentaires par e-mail |
        prévenez-moi de tous les nouveaux articles par e-mail | laissez ce champ vide |
        deja un comentario | deja un comentario cancelar respuesta | deja una respuesta |
        deja una respuesta cancelar la respuesta | dejar un comentario | cancelar respuesta |
        cancelar la respuesta | publicar un comentario | añadir comentario |
        tu dirección de correo electrónico no será publicada |
        los campos obligatorios están marcados con * | recibir un email con cada nueva entrada |
        recibir un email con los siguientes comentarios a esta entrada |
        guarda mi nombre, correo electrónico y web en este navegador |
        view comments | view all comments | kommentare als rss | neue kommentare |
        alle kommentare | antwortenlöschen | post reply | responderborrar | répondresupprimer |
        a password will be e-mailed to you | ein passwort wird ihnen per e-mail zugeschickt |
        you need to be a member in order to leave a comment |
        abonnieren kommentare zum post (atom) | inscription à: publier les commentaires (atom) |
        suscribirse a: enviar comentarios (atom) | enregistrer un commentaire |
        commentaires sur cet article""",
    ),
    **phrases(
        "footer",
        """all rights reserved | alle rechte vorbehalten | tous droits réservés |
        todos los derechos reservados | powered by | powered by blogger | powered by wordpress |
        proudly powered by wordpress | powered by typepad | blog at wordpress.com |
        create a free website or blog at wordpress.com | get a free blog at wordpress.com |
        bloggen auf wordpress.com |
        erstelle kostenlos eine website oder ein blog auf wordpress.com | privacy policy |
        privacy notice | privacy statement | privacy & cookies | terms of use |
        terms of service | terms & conditions | terms and conditions | terms of sale |
        datenschutz | datenschutzerklärung | impressum | impressum & datenschutz |
        impressum und datenschutz | nutzungsbedingungen | mentions légales | aviso legal |
        política de privacidad | accessibility statement | html sitemap | report this ad |
        entries (rss) | comments (rss) | entries rss | comments rss | entries feed |
        comments feed | kommentare-feed | rss feed | suivre la vie du site | plan du site |
        espace privé | mobile site | view mobile version | view web version |
        view desktop version |
        datenschutzeinstellungen | datenschutzhinweis | datenschutzhinweise |
        datenschutzrichtlinie | datenschutzbestimmungen | kontakt/impressum |
        kontakt & impressum | impressum / kontakt | allgemeine nutzungsbedingungen |
        website terms of use | terms and policies | terms and rules | copyright policy |
        affiliate disclaimer | politique de confidentialité | conditions d'utilisation |
        condiciones de uso | aviso de privacidad""",
    ),
    **phrases(
        "cookie-notice",
        """cookie policy | cookies policy | cookie settings | cookies settings |
        cookie preferences | cookie notice | cookie-einstellungen | cookie-richtlinie |
        manage cookies | manage consent | accept cookies | accept all cookies | accept all |
        reject all | close and accept | schließen und akzeptieren | fermer et accepter |
        cerrar y aceptar | we use cookies | got it | privacy & cookies policy |
        strictly necessary cookies | functional cookies | performance cookies |
        marketing cookies | targeting cookies | analytics cookies | essential cookies |
        notwendige cookies | cookies choices | manage consent preferences |
        consent preferences | cookie list | alle akzeptieren | alle cookies akzeptieren |
        tout accepter | aceptar todo | aceptar cookies | accepter les cookies |
        política de cookies | politique relative aux cookies""",
    ),
    **phrases(
        "navigation",
        """guest book | guestbook | sign our guestbook | sign my guestbook | view our guestbook |
        sign the guestbook | view my guestbook | gästebuch | livre d'or | libro de visitas |
        view my complete profile | mein profil vollständig anzeigen | afficher mon profil complet |
        ver todo mi perfil | next blog | create blog | mark forum read | mark all as read |
        mark topics read | who is online | quick links | jump to | jump to forum |
        view unread posts | view unanswered posts | view active topics | board index |
        display posts from previous | all times are gmt | all times are utc | delete cookies |
        forgot password | forgot your password | lost password | lost your password |
        passwort vergessen | mot de passe oublié | olvidé mi contraseña | remember me |
        angemeldet bleiben | se souvenir de moi | recuérdame | keep me logged in | log me in |
        forgot your username | create an account | create new account | request new password |
        neues passwort anfordern | benutzerkonto erstellen | connexion utilisateur |
        user login | member login | benutzeranmeldung""",
    ),
    **phrases(
        "related-posts",
        """related posts | related articles | related stories | related content | related links |
        read next | read also | you may also like | you might also like |
        more from this author | more posts | more articles | recent posts | recent comments |
        recent entries | popular posts | most read | most popular | trending now |
        ähnliche beiträge | verwandte beiträge | neueste beiträge | neueste kommentare |
        letzte beiträge | letzte kommentare | mehr zum thema |
        das könnte dich auch interessieren | das könnte sie auch interessieren |
        articles similaires | articles récents | commentaires récents | à lire aussi |
        sur le même sujet | entradas relacionadas | entradas recientes | comentarios recientes |
        artículos relacionados | dans la même rubrique | du même auteur | autres articles |
        voir aussi | you may also be interested in | explore related topics | weitere artikel |
        ähnliche artikel | verwandte artikel | auch interessant | mehr von diesem autor |
        related news | related pages | related topics | related threads | related blog posts |
        most popular posts | most popular articles | meistgelesen | meistgelesene artikel |
        most shared | most commented | similar threads | ähnliche themen | ähnliche artikel |
        rechercher dans ce blog | archives du blog | buscar este blog | archivo del blog |
        les plus lus | lo más leído | más leídas | billets récents | derniers articles |
        diesen blog durchsuchen | search this blog | blog archive | blog-archiv""",
    ),
}
