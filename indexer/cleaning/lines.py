"""Whole lines that belong to a site's machinery wherever they stand.

``ALWAYS`` and ``PATTERNS`` are dropped anywhere. ``BESIDE`` holds words that may
also head a section of a document: they go only where they stand among other
dropped lines or are links. All are compared folded (``phrases.fold_line``).
"""

from __future__ import annotations

from indexer.cleaning.phrases import lines, patterns

ALWAYS: dict[str, str] = {
    **lines(
        "comments-closed",
        """comments are closed
        comments are now closed
        comments are closed for this article
        comments are off for this post
        comments off
        comments are disabled
        comments for this thread are now closed
        this entry is closed to comments
        sorry, the comment form is closed at this time
        the comments are closed
        commenting is closed
        no comments yet
        be the first to comment
        not open for further replies
        kommentare sind geschlossen
        die kommentare sind geschlossen
        kommentare geschlossen
        die kommentarfunktion ist geschlossen
        kommentare deaktiviert
        les commentaires sont fermés
        los comentarios están cerrados
        comentarios cerrados
        comentarios desactivados""",
    ),
    **lines(
        "go-to-top",
        """go to top
        back to top
        return to top
        top of page
        to top
        to the top
        back to the top
        scroll to top
        back to top of page
        nach oben
        zum seitenanfang
        zurück nach oben
        nach oben scrollen
        zum anfang
        seitenanfang
        haut de page
        retour en haut
        retour en haut de page
        volver arriba
        ir arriba
        subir""",
    ),
    **lines(
        "sign-up",
        """sign up now
        sign up
        sign up today
        subscribe now
        subscribe today
        subscribe to our newsletter
        subscribe to our mailing list
        sign up for our newsletter
        sign up to our newsletter
        sign up to our mailing list
        join our mailing list
        get our newsletter
        enter your email address
        your email address
        enter your email address to subscribe to this blog and receive notifications of new posts by email
        join # other subscribers
        join # other followers
        follow blog via email
        email subscription
        newsletter abonnieren
        newsletter bestellen
        abonniere unseren newsletter
        zum newsletter anmelden
        s'abonner à la newsletter
        inscrivez-vous à notre newsletter
        suscríbete a nuestro boletín
        suscríbete al boletín""",
    ),
    **lines(
        "skip-link",
        """skip to content
        skip to main content
        skip to the content
        skip to navigation
        skip to main navigation
        skip to primary navigation
        skip to footer
        skip to search
        skip to main
        skip to sidebar
        skip to primary sidebar
        skip to primary content
        skip to secondary content
        skip navigation
        jump to content
        jump to navigation
        jump to search
        jump to main content
        jump to navigation jump to search
        zum inhalt springen
        direkt zum inhalt
        zum inhalt wechseln
        springe zum inhalt
        zum inhalt
        zum hauptinhalt springen
        zur navigation springen
        aller au contenu principal
        aller au contenu
        saltar al contenido
        ir al contenido principal
        pasar al contenido principal
        toggle navigation
        toggle menu
        primary menu
        secondary menu
        main menu
        post navigation
        beitragsnavigation
        beitrags-navigation
        artikel-navigation
        navigation de l'article
        navegación de entradas""",
    ),
    **lines(
        "share-bar",
        """share this
        share this post
        share this article
        share this story
        share this page
        share this entry
        share on facebook
        share on twitter
        share on linkedin
        share on pinterest
        share on reddit
        share on whatsapp
        share on google+
        share via email
        share by email
        share to twitter
        share to facebook
        share to pinterest
        share options
        share share share pin
        tweet this
        email this
        email thisblogthis!share to twittershare to facebookshare to pinterest
        email thisblogthis!share to xshare to facebookshare to pinterest
        blogthis
        email this page
        email this article
        email to a friend
        e-mail this article
        e-mail to a friend
        email this to a friend
        send to a friend
        tell a friend
        print this page
        print this article
        printer-friendly version
        printer friendly version
        printable version
        print-friendly version
        send by email
        like this
        like loading
        loading
        be the first to like this
        one blogger likes this
        # bloggers like this
        %d bloggers like this
        gefällt mir wird geladen
        gefällt mir lade
        liken lade
        %d bloggern gefällt das
        teilen mit
        teilen sie dies mit
        dies teilen
        auf facebook teilen
        auf twitter teilen
        artikel teilen
        beitrag teilen
        partager
        partager cet article
        partager sur facebook
        partager sur twitter
        j'aime chargement
        imprimer cet article
        version imprimable
        compartir en facebook
        compartir en twitter
        me gusta cargando
        comparte esto
        seite drucken
        artikel drucken
        druckversion
        bookmark and share
        bookmark the permalink
        addthis
        addtoany
        stumbleupon
        del.icio.us""",
    ),
    **lines(
        "comment-form",
        """leave a reply
        leave a reply cancel reply
        leave a replycancel reply
        leave a comment
        leave a comment cancel reply
        leave a commentcancel reply
        leave your comment
        leave your reply
        post a comment
        post your comment
        post new comment
        add a comment
        add comment
        add new comment
        add your comment
        submit a comment
        write a comment
        join the conversation
        speak your mind
        cancel reply
        post comment
        submit comment
        reply to this article
        reply to this
        post a reply
        connecting to %s
        verbinde mit %s
        connexion à %s
        conectando a %s
        loading comments
        your email address will not be published
        your email address will not be published required fields are marked
        required fields are marked
        your email is never published nor shared
        email (required) (address never made public)
        this site uses akismet to reduce spam
        please log in to leave a comment
        log in to leave a comment
        login to post comments
        log in to post comments
        log in or register to post comments
        log in or register to reply
        you must be logged in to post a comment
        you must log in or register to reply here
        you must be logged in to reply
        create an account or sign in to comment
        want to join the discussion
        feel free to contribute
        notify me of new comments via email
        notify me of new posts via email
        notify me of follow-up comments by email
        notify me of followup comments via e-mail
        notify me of follow-up comments via email
        notify me when new comments are added
        save my name, email, and website in this browser for the next time i comment
        please enter your comment
        please enter your name here
        subscribe to: post comments (atom)
        post comments (atom)
        sorry, your blog cannot share posts by email
        email check failed, please try again
        email was not sent - check your email addresses
        newer post older post home
        please enable javascript to view the comments powered by disqus
        comments powered by disqus
        blog comments powered by disqus
        click here to cancel reply
        type your comment here
        enter your comment here
        enter your comment
        kommentar verfassen
        kommentar verfassen antwort abbrechen
        kommentar schreiben
        kommentar hinterlassen
        kommentar abschicken
        kommentar absenden
        kommentar hinzufügen
        neuen kommentar schreiben
        neuer kommentar
        einen kommentar schreiben
        einen kommentar hinterlassen
        schreibe einen kommentar
        schreibe einen kommentar antworten abbrechen
        schreibe einen kommentar antwort abbrechen
        schreibe eine antwort
        schreiben sie einen kommentar
        schreiben sie einen kommentar antworten abbrechen
        hinterlasse einen kommentar
        hinterlasse eine antwort
        hinterlassen sie einen kommentar
        antworten abbrechen
        antwort abbrechen
        deine e-mail-adresse wird nicht veröffentlicht
        erforderliche felder sind mit * markiert
        erforderliche felder sind markiert
        deine e-mail-adresse wird nicht veröffentlicht. erforderliche felder sind mit * markiert
        deine e-mail-adresse wird nicht veröffentlicht. erforderliche felder sind markiert
        benachrichtige mich über neue beiträge via e-mail
        benachrichtige mich über nachfolgende kommentare via e-mail
        benachrichtigung bei weiteren kommentaren per e-mail senden
        du musst angemeldet sein, um einen kommentar abzugeben
        ihr blog kann leider keine beiträge per e-mail teilen
        e-mail-überprüfung fehlgeschlagen, bitte versuche es noch einmal
        laisser un commentaire
        laisser un commentaire annuler la réponse
        laissez un commentaire
        laisser une réponse
        ajouter un commentaire
        poster un commentaire
        publier un commentaire
        poster un message
        répondre à cet article
        réagir à cet article
        annuler la réponse
        votre adresse e-mail ne sera pas publiée
        votre adresse de messagerie ne sera pas publiée
        les champs obligatoires sont indiqués avec *
        prévenez-moi de tous les nouveaux commentaires par e-mail
        prévenez-moi de tous les nouveaux articles par e-mail
        laissez ce champ vide
        deja un comentario
        deja un comentario cancelar respuesta
        deja una respuesta
        deja una respuesta cancelar la respuesta
        dejar un comentario
        cancelar respuesta
        cancelar la respuesta
        publicar un comentario
        añadir comentario
        tu dirección de correo electrónico no será publicada
        los campos obligatorios están marcados con *
        recibir un email con cada nueva entrada
        recibir un email con los siguientes comentarios a esta entrada
        guarda mi nombre, correo electrónico y web en este navegador para la próxima vez que comente""",
    ),
    **lines(
        "footer",
        """all rights reserved
        alle rechte vorbehalten
        tous droits réservés
        todos los derechos reservados
        powered by
        powered by blogger
        powered by wordpress
        proudly powered by wordpress
        powered by typepad
        blog at wordpress.com
        create a free website or blog at wordpress.com
        get a free blog at wordpress.com
        bloggen auf wordpress.com
        erstelle kostenlos eine website oder ein blog auf wordpress.com
        privacy policy
        privacy notice
        privacy statement
        privacy & cookies
        terms of use
        terms of service
        terms & conditions
        terms and conditions
        terms of sale
        datenschutz
        datenschutzerklärung
        impressum
        impressum & datenschutz
        impressum und datenschutz
        nutzungsbedingungen
        mentions légales
        aviso legal
        política de privacidad
        accessibility statement
        html sitemap
        report this ad
        entries (rss)
        comments (rss)
        entries rss
        comments rss
        entries feed
        comments feed
        kommentare-feed
        rss feed
        suivre la vie du site
        plan du site
        espace privé
        mobile site
        view mobile version
        view web version
        view desktop version""",
    ),
    **lines(
        "cookie-notice",
        """cookie policy
        cookies policy
        cookie settings
        cookies settings
        cookie preferences
        cookie notice
        cookie-einstellungen
        cookie-richtlinie
        manage cookies
        manage consent
        accept cookies
        accept all cookies
        accept all
        reject all
        close and accept
        schließen und akzeptieren
        fermer et accepter
        cerrar y aceptar
        we use cookies
        got it
        privacy & cookies policy
        política de cookies
        politique relative aux cookies""",
    ),
    **lines(
        "related-posts",
        """related posts
        related articles
        related stories
        related content
        related links
        read next
        read also
        you may also like
        you might also like
        more from this author
        more posts
        more articles
        recent posts
        recent comments
        recent entries
        popular posts
        most read
        most popular
        trending now
        ähnliche beiträge
        verwandte beiträge
        neueste beiträge
        neueste kommentare
        letzte beiträge
        letzte kommentare
        mehr zum thema
        das könnte dich auch interessieren
        das könnte sie auch interessieren
        articles similaires
        articles récents
        commentaires récents
        à lire aussi
        sur le même sujet
        entradas relacionadas
        entradas recientes
        comentarios recientes
        artículos relacionados""",
    ),
}

PATTERNS = (
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
            r"(?:twitter|facebook|google\+?|wordpress\.com|linkedin)[- ](?:picture|photo|logo|bild|foto|profile photo)",
            r"(?:photo|image|imagen|logo|foto|gravatar) (?:facebook|twitter|google\+?|de facebook|de twitter|wordpress\.com)",
            r"leave a (?:reply|comment) (?:to|on) .{1,120}",
            r"(?:login|log in|sign in|register|anmelden|einloggen|se connecter) (?:or register )?(?:to|um|pour) "
            r"(?:post|leave|write|comment|kommentieren|kommentare?|poster).{0,40}",
            r"you must be (?:logged in|a (?:registered )?member) .{0,40}(?:comment|reply).{0,20}",
            r"your e-?mail(?: address)? (?:will not|is never|will never).{0,60}",
            r"(?:deine|ihre) e-?mail-?adresse wird nicht.{0,90}",
            r"votre adresse (?:de messagerie|e-?mail|électronique) ne sera pas.{0,100}",
            r"tu (?:dirección de )?(?:correo|email|e-mail).{0,20} no será.{0,90}",
            r"notify me of (?:new|follow-?up) (?:posts?|comments?).{0,40}",
            r"(?:this site|diese website|ce site|este sitio) (?:uses|verwendet|utilise|usa) akismet.{0,160}",
            r"learn how your comment data (?:is|are) processed",
            r"you (?:can|may) use these (?:html )?(?:tags|html tags).{0,300}",
            r"(?:xhtml|html): you can use these tags.{0,300}",
            r"allowed (?:html )?tags.{0,300}",
            r"lines and paragraphs break automatically",
            r"web page addresses and e-?mail addresses turn into links automatically",
            r"(?:more information about|weitere informationen über) (?:text formats|formatting options|textformate)",
            r"the content of this field is kept private.{0,60}",
            r"this question is for testing whether .{0,120}",
            r"(?:un message, un commentaire|modération a priori|forum sur abonnement|qui êtes-vous).{0,20}",
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
            r"(?:share|print|email|tweet|facebook|twitter|linkedin|pinterest|reddit|tumblr|whatsapp|telegram|"
            r"google\+?|digg|delicious|stumbleupon|mastodon|bluesky|xing|flattr|pocket|e-?mail|drucken|teilen|"
            r"imprimer|partager|compartir|like|more|mehr|plus|x|[ ,|/·•]){6,90}(?:#)?",
            r"share (?:this|on|via|with) .{0,24}",
            r"liked? by # .{0,30}",
        ),
    ),
    *patterns(
        "footer",
        (
            r"(?:©|&copy;|copyright|\(c\)|c\)).{0,8}#.{0,140}",
            r"(?:©|copyright) ?.{0,60}#(?: ?[-–] ?#)?.{0,30}",
            r".{0,60}(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados).{0,60}",
            r"(?:proudly )?(?:powered|hosted|built|made|designed|published|created) (?:by|with|on|using) "
            r"(?:wordpress|blogger|drupal|joomla|typepad|movable type|spip|ghost|squarespace|medium|phpbb|vbulletin|"
            r"tumblr|jekyll|hugo|wix|weebly|discourse|invision|xenforo|mediawiki).{0,60}",
            r"theme:? .{1,40} (?:by|von|par|de|at) .{1,40}",
            r"(?:thème|tema):? .{1,40}",
            r"(?:site réalisé|site créé|réalisé) (?:avec|sous) spip.{0,80}",
            r"this page (?:was|has been) (?:last )?(?:updated|modified|edited|accessed).{0,60}",
            r"this (?:blog|site|website|page) (?:is|was) (?:powered|hosted|designed|built) by .{1,40}",
            r"notify blogger about objectionable content",
        ),
    ),
    *patterns(
        "cookie-notice",
        (
            r".{0,40}(?:this|our|we|diese|unsere|ce|este) ?(?:website|site|web|webseite|seite|sitio)? "
            r"?(?:may |also )?(?:uses?|verwende[tn]|nutzt|benutzt|utilise|usa|utiliza) cookies\b.{0,300}",
            r"by (?:continuing|using) .{0,60}(?:cookies|their use|our use).{0,120}",
            r"(?:to find out more|weitere informationen|pour en savoir plus|para más información).{0,80}cookie.{0,80}",
            r"privacy & cookies: this site uses cookies.{0,200}",
            r"datenschutz & cookies: .{0,200}",
            r"durch die (?:weitere )?nutzung .{0,80}cookies.{0,80}",
        ),
    ),
    *patterns(
        "go-to-top",
        (
            r"(?:back|return|go|jump) to (?:the )?(?:top|contents|start|beginning)(?: of (?:the )?(?:page|article))?",
        ),
    ),
    *patterns(
        "post-meta",
        (
            r"(?:posted|filed|published|veröffentlicht|abgelegt|publié|publicado) (?:in|under|unter|dans|en):? .{1,160}",
            r"(?:tags?|tagged|tagged with|labels?|categor(?:y|ies)|kategorien?|schlagw(?:ort|örter)|verschlagwortet mit|"
            r"mots-clés|étiquettes|catégories?|etiquetas|categorías?): .{1,200}",
            r"(?:this entry was posted|dieser (?:beitrag|eintrag) wurde|cette entrée a été publiée|esta entrada fue publicada)"
            r".{0,300}",
            r"you can follow any responses to this entry through.{0,200}",
            r"you can (?:leave a response|skip to the end).{0,120}",
            r"both comments and pings are currently closed",
            r"responses are currently closed.{0,80}",
            r"bookmark the permalink.{0,60}",
        ),
    ),
    *patterns(
        "post-navigation",
        (
            r"(?:←|<|«|&laquo;)? ?(?:previous|next|older|newer)(?: (?:post|posts|article|articles|entry|entries|page|story|comments?))?"
            r"(?: (?:→|>|»))?",
            r"(?:previous|next) (?:post|article|entry|story):? .{0,120}",
            r"(?:ältere|neuere|vorherige[rs]?|nächste[rs]?) (?:beiträge?|artikel|einträge?|seite)(?:: .{0,120})?",
            r"(?:article|page|billet)s? (?:précédente?s?|suivante?s?)(?: ?: .{0,120})?",
            r"(?:entradas?|artículos?) (?:anterior(?:es)?|siguientes?|más recientes)(?:: .{0,120})?",
        ),
    ),
    *patterns(
        "sign-up",
        (
            r"(?:sign up|subscribe|register) (?:for|to) (?:our|the|my|this) .{0,30}(?:newsletter|mailing list|e-?mails?|blog|feed|updates?)"
            r".{0,40}",
            r"follow (?:us )?(?:on )?(?:facebook|twitter|instagram|google\+|youtube|linkedin)(?:[ ,&]|and|on|us|facebook|twitter|"
            r"instagram|youtube)*",
            r"join # other (?:subscribers|followers)",
            r"subscribe (?:in a reader|by e-?mail|via rss|to rss)",
        ),
    ),
)

BESIDE: dict[str, str] = {
    **lines(
        "navigation",
        """home
        homepage
        home page
        start
        startseite
        accueil
        inicio
        menu
        menü
        navigation
        search
        search this site
        search this blog
        search for
        suche
        suchen
        suche nach
        rechercher
        recherche
        buscar
        sitemap
        site map
        about
        about us
        about me
        über uns
        über mich
        à propos
        contact
        contact us
        kontakt
        contactez-nous
        contacto
        links
        archive
        archives
        archiv
        archivo
        blog
        news
        forum
        login
        log in
        log out
        logout
        register
        sign in
        anmelden
        abmelden
        registrieren
        my account
        help
        faq
        rss
        categories
        kategorien
        catégories
        categorías
        tags
        tag cloud
        schlagwörter
        blogroll
        meta
        pages
        seiten
        calendar
        next
        previous
        prev
        back
        weiter
        zurück
        suivant
        précédent
        siguiente
        anterior
        first
        last
        more
        mehr
        read more
        continue reading
        weiterlesen
        lire la suite
        leer más
        close
        schließen
        fermer
        cerrar
        go
        submit
        send
        ok
        cancel
        advertisement
        advertise
        advertising
        anzeige
        werbung
        publicité
        publicidad
        breadcrumb
        you are here
        sie sind hier
        edit
        bearbeiten
        view
        download
        print
        drucken
        imprimer
        imprimir
        permalink
        trackback
        trackbacks
        top
        careers
        jobs
        press
        terms
        privacy
        legal
        disclaimer
        accessibility
        subscribe
        abonnieren
        newsletter
        follow
        follow us
        folge uns
        #""",
    ),
    **lines(
        "share-bar",
        """share
        teilen
        tweet
        facebook
        twitter
        linkedin
        pinterest
        whatsapp
        reddit
        tumblr
        telegram
        instagram
        youtube
        google+
        mastodon
        bluesky
        flipboard
        pocket
        xing
        digg
        email
        e-mail
        like
        gefällt mir
        j'aime
        me gusta""",
    ),
    **lines(
        "comment-form",
        """name
        name *
        name (required)
        your name
        your name *
        email *
        email (required)
        e-mail *
        e-mail-adresse
        e-mail-adresse *
        website
        webseite
        url
        homepage
        subject
        comment
        comment *
        your comment
        your comment *
        comment text
        message
        reply
        respond
        kommentar
        kommentar *
        antworten
        répondre
        responder
        nom
        nom *
        adresse e-mail
        adresse de contact
        site web
        commentaire
        commentaire *
        nombre
        nombre *
        correo electrónico
        correo electrónico *
        comentario
        comentario *
        web
        logo
        preview
        preview comment
        guest
        comments
        kommentare
        commentaires
        comentarios
        # comments
        # comment
        # kommentare
        # kommentar
        # commentaires
        # commentaire
        # comentarios
        no comments
        keine kommentare
        no hay comentarios
        aucun commentaire
        comments (#)
        kommentare (#)""",
    ),
}
