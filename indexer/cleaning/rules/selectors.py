"""Class and id tokens, and elements, that mark boilerplate or the document.

Tokens are whole ones, never parts: ``share`` is not ``shareholders``. ``SURE`` marks what
is never a document; ``LIKELY`` may be wrong on a page, and is not believed where it would
take most of the text.
"""

from __future__ import annotations

from collections.abc import Mapping


def _tokens(rule: str, text: str) -> dict[str, str]:
    return dict.fromkeys(text.split(), rule)


SURE: Mapping[str, str] = {
    **_tokens(
        "comment-form",
        """respond comment-respond commentform comment-form comment_form comments-form
        comment-reply-title reply-title comment-notes cancel-comment-reply-link
        wp-block-post-comments-form postcomment post-comment addcomment add-comment add_comment
        commentform-wrapper comment-form-wrapper comment-editor commenting-form formulaire_forum
        formulaire-forum forum-form form_forum repondre reply-form replyform leave-comment
        leave-reply comment-box comment-node-form comment-replies-form must-log-in
        comment-form-message submit-comment comment-footer comments-closed nocomments
        no-comments comment_registration_required idc-container""",
    ),
    **_tokens(
        "readers-comments",
        """commentlist comment-list comments-list comment_list disqus_thread dsq-content
        dsq-comments fb-comments wp-block-comments comments-area commentarea comments-wrapper
        comments_wrapper comment-thread comments-section comment-section commentsblock
        comments-block comments-container comment-container comments-template td-comments
        comments-title comments-header readers-comments leserkommentare kommentarbereich
        comment-wrap commentspost comments-popup trackbacks pings pinglist comments-post
        comments-main comments-body comments-content comments-holder livefyre coral
        talk-comments spot-im-comments remark42 giscus utterances isso-thread""",
    ),
    **_tokens(
        "share-bar",
        """sharedaddy sd-sharing sd-sharing-enabled sd-like jp-post-flair share-buttons
        share_buttons sharebuttons addtoany_share_save_container addtoany_content a2a_kit
        addthis_toolbox addthis addthis_inline_share_toolbox social-share social-sharing
        socialshare share-bar sharebar share-links share-post post-share post-sharing
        post-share-buttons entry-share article-share article-sharing share-article share-tools
        sharing-tools share-icons shariff ssba ssb-share sociable social-bookmarks
        social_bookmarks sharethis
        share-this sharing-buttons td-post-sharing td-post-sharing-top td-post-sharing-bottom
        et_monarch heateor_sss_sharing_container simplesocialbuttons socialmedia-buttons
        social-buttons social-links social-icons social-media social-media-links social-bar
        shareaholic-canvas wp-block-social-links m-share c-share share-container share-wrapper
        share-widget share-menu share-options swp_social_panel mashsb-container print-link
        print_mail sharing-bar tweetmeme_button wabtn fb-like likebutton twitter-share-button""",
    ),
    **_tokens(
        "cookie-notice",
        """cookie-notice cookie-law-info-bar cookie-banner cookiebanner cookie-bar cookie-consent
        cookieconsent cookie-policy-info cookie_notice cookie-message cookie-popup cookie-info
        cookie-alert cookies-banner cookies-notice eu-cookie eucookielaw eu_cookie_law_widget
        cookie_law gdpr gdpr-banner cc-window cc-banner onetrust-consent-sdk onetrust-banner-sdk
        ot-sdk-container cmplz-cookiebanner cmplz-cookiebanner-container borlabs-cookie
        borlabscookiebox moove_gdpr_cookie_info_bar cky-consent-container cookie-overlay
        privacy-banner cookiescript_injected cookiebotdialog cybotcookiebotdialog consent-banner
        sp-message-container moove_gdpr_cookie_modal cookie-notification cn-notice-text
        cookie-notice-container usercentrics-root cli-modal cli-privacy-overview
        cli-tab-section wt-cli-cookie-bar-container""",
    ),
    **_tokens(
        "navigation",
        """breadcrumb breadcrumbs breadcrumb-trail breadcrumb_trail crumbs crumb bread-crumbs
        skip-link skip-links skiplink skiplinks skip-nav main-navigation site-navigation
        primary-navigation secondary-navigation main-nav mainnav main-menu mainmenu menu-main
        primary-menu top-menu topmenu topnav top-nav sub-menu submenu navbar navbar-nav nav-menu
        navmenu nav-links nav-bar navigationbar sitenav site-nav leftnav left-nav sidenav
        side-nav globalnav global-nav mobile-menu mobile-nav dropdown-menu mega-menu footer-menu
        footer-nav menu-footer post-navigation posts-navigation postnav post-nav nav-previous
        nav-next nav-below nav-above nav-single paging pagination page-numbers wp-pagenavi
        pagenavi page-nav pager blog-pager page-links skipnav hamburger offcanvas off-canvas
        screen-reader-shortcut mw-navigation mw-head mw-panel mw-jump-link jump-to-nav sitesub
        p-navigation p-tb p-personal language-switcher catlinks toc-toggle wp-block-navigation
        site-header-menu menu-item""",
    ),
    **_tokens(
        "footer",
        """site-footer footer-widgets footer-widget-area colophon site-info footer-bottom
        footer-copyright copyright-text copyrights page-footer pagefooter footerlinks
        footer-links footer-content footer-wrapper footer-inner global-footer globalfooter
        main-footer footer-container attribution feed-links wpcom-follow-bubbles actionbar
        marketing_bar printfooter""",
    ),
    **_tokens(
        "related-posts",
        """related-posts relatedposts related_posts jp-relatedposts yarpp-related yarpp
        related-articles related-stories related-content related-post relatedarticles
        crp_related more-stories you-may-like td_block_related_posts zem_rp_wrap wp_rp_wrap
        read-next readnext recommended-posts recommended-articles outbrain outbrain_widget
        taboola ob_widget trc_related_container similar-posts verwandte-beitraege relatedtopics
        more-articles more-news related-news recommended-stories relatedarticle related-article
        contextbox embed-article embedded-article read-also lesen-sie-auch wp_rp wp_rp_plain
        related_post related_post_title related-post-list relatedpost related-entries
        related-items similarposts similar-articles post-related article-related
        entry-related""",
    ),
    **_tokens(
        "sign-up",
        """newsletter newsletter-signup newsletter-form newsletter-box newsletter-widget
        mc_embed_signup mailchimp jetpack_subscription_widget blog_subscription subscribe-form
        subscription-form email-signup signup-form subscribe-box wp-block-jetpack-subscriptions
        mc4wp-form subscribe-widget newsletter-subscribe tnp-subscription follow-by-email
        followbyemail newsletter-section news-letter-section newsletter-subscription
        newsletter-teaser newsletter-container newsletter-wrapper newsletterbox newsletter-cta
        newsletter-promo newsletter-module newsletter-block newsletter-banner loginform
        login-form login-box user-login-form login-modal login-popup register-form
        registration-form lost-password-form login-form-mobile td-login-form-wrap
        td-login-panel-title td-register-section""",
    ),
    **_tokens(
        "advertisement",
        """adsbygoogle advertisement advertisements advert adverts advertising ad-container
        ad-wrapper ad-slot ad-unit adslot google-ad google-ads googleads banner-ad
        sponsored-links wpcnt wpa wordads_ad adcontainer ad-banner ad_banner adblock dfp-ad
        gpt-ad werbung anzeige""",
    ),
    **_tokens("archive-banner", "wm-ipp-base wm-ipp wm-ipp-print wm-ipp-inside donato"),
    **_tokens("wiki-edit-link", "mw-editsection editsection mw-editsection-bracket"),
    **_tokens(
        "wiki-navigation",
        """navbox vertical-navbox navbox-styles mw-indicators noprint mbox-small sistersitebox
        portalbox ambox hatnote-notice mw-empty-elt mw-hidden-catlinks mw-normal-catlinks""",
    ),
    **_tokens(
        "post-meta",
        """postmetadata post-tags tags-links entry-tags tag-links cat-links post-labels
        post-categories entry-utility comments-link comment-count comment-link
        post-comments-link edit-link post-edit-link author-box author-bio about-author authorbox
        author-info abh_box post-author-box reading-time post-views author-description
        author-profile author-card author_box author-block autorenbox autorbox autoren-box
        about-the-author author-desc author-details saboxplugin-wrap molongui-author-box
        m-a-box ts-fab-wrapper pp-multiple-authors-boxes-wrapper wp-block-post-author-biography
        letters-cta app-promo app-banner print-only printonly print-header visible-print""",
    ),
}

LIKELY: Mapping[str, str] = {
    **_tokens(
        "readers-comments",
        """comments comment comment-body commentbody comment-content commenttext comment-text
        kommentare commentaires comentarios kommentar commentaire comentario responses replies
        discussion comment-author comment-meta comment-metadata comment-header comment-item""",
    ),
    **_tokens(
        "sidebar",
        """sidebar side-bar sidebars sidebar-primary sidebar-secondary sidebar1 sidebar2 sidebar-1
        sidebar-2 sidebar-left sidebar-right left-sidebar right-sidebar leftsidebar rightsidebar
        sidebar-wrapper sidebar-content sidebar-inner sidebar-container primary-sidebar
        secondary-sidebar widget-area widgets widget widgetcontainer widget-container
        widget_text widget_recent_entries sidebar-widget secondary tertiary rightcol right-col
        rightcolumn right-column right_column leftcol left-col leftcolumn left-column
        left_column rightrail right-rail rail side column-right column-left sidecol side-col
        sidecolumn complementary bloc-aside extra""",
    ),
    **_tokens(
        "navigation",
        """nav navigation menu menus navi navigate nav-main navmain menubar topbar top-bar toolbar
        tabs header-menu menu-container menu-wrapper links blogroll archive-list tagcloud
        tag-cloud alphabar utility utility-nav quick-links quicklinks sitemap toc-nav navlist
        navlinks""",
    ),
    **_tokens(
        "footer",
        "footer foot bottom bottombar copyright legal disclaimer imprint credits credit fineprint",
    ),
    **_tokens(
        "site-header",
        """site-header masthead branding site-branding site-title site-description blog-title
        blog-description blogtitle sitename tagline banner logo top-header page-header-top
        header-top header-bar global-header globalheader header-wrapper header-inner header
        header-container searchform search-form search search-box searchbox""",
    ),
    **_tokens(
        "share-bar",
        """share sharing social socials likes social-wrap shares share-count""",
    ),
    **_tokens(
        "related-posts",
        "related recommended recommendations more-from trending popular most-read mostread",
    ),
    **_tokens(
        "post-meta",
        """entry-meta post-meta post_meta postmeta post-info postinfo entry-footer post-footer
        entry-info article-meta articlemeta meta byline posted-on post-date postdate entry-date
        dateline article-info article-footer post-byline post-details submitted author vcard
        tags article-tags keywords timestamp message-userextras message-signature
        message-attribution-opposite ipscomment_tools ipscomment_controls ipsitemcontrols
        ipsreact userinfo_extra js-post-menu reputation-score cauthorpane_stats
        cauthorpane_info""",
    ),
    **_tokens(
        "pop-up",
        "modal popup pop-up lightbox overlay dialog modal-dialog modal-content pum "
        "pum-container tooltip toast",
    ),
    **_tokens(
        "skip-link",
        "screen-reader-text sr-only visually-hidden visuallyhidden assistive-text "
        "element-invisible",
    ),
    **_tokens(
        "sign-up",
        "subscribe subscription signup sign-up optin opt-in login donate donation paywall",
    ),
    **_tokens("advertisement", "ad ads sponsor sponsored promo promotion promos"),
}

UNLESS: Mapping[str, frozenset[str]] = {
    "vcard": frozenset(("infobox", "infobox_v2", "infobox_v3", "biota", "taxobox")),
}
"""Tokens that prove nothing next to others: boxes of facts are marked up as cards too."""

NAMED_BY_POSITION = frozenset(("sidebar", "site-header"))
"""Rules whose tokens name a position on the page, where a document may be too."""

ELEMENTS: Mapping[str, str] = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "sidebar",
    "header": "site-header",
    "search": "navigation",
    "dialog": "pop-up",
    "select": "form-control",
    "option": "form-control",
    "button": "form-control",
    "textarea": "form-control",
    "menu": "navigation",
}
"""Elements around a document. ``form`` is none of them: some forms hold the whole page."""

CONTENT = (
    frozenset(
        """entry-content post-content article-content articlebody article-body article__body
        post-body postbody story-body storybody story-content storycontent td-post-content
        post-entry entry-body entrytext post-text article-text articletext artikeltext
        mw-parser-output mw-content-text field-name-body field--name-body node-content
        article__content single-content blog-content c-article-body post__content entry__content
        content-body body-content bodytext wp-block-post-content theme-default-content
        crayons-article__body entry postcontent post_content article_body texte
        article-main-content story_body article-copy""".split()
    ),
    frozenset(
        ("hentry", "post", "h-entry", "type-post", "article", "story", "node", "single-post")
    ),
)
"""Tokens of the element that holds the document, the innermost first."""

CAPTIONS = frozenset(
    """caption captions caption-text captiontext wp-caption wp-caption-text image-caption
    img-caption photo-caption picture-caption media-caption figure-caption figcaption
    caption-full slide-caption gallery-caption video-caption post-caption bildunterschrift
    bildtext bildlegende legend legende pie-de-foto pie-foto""".split()
)
"""Tokens of the caption of a picture."""

OPENINGS = frozenset(
    """intro introtext intro-text intro_text article-intro articleintro post-intro entry-intro
    page-intro introduction lead lead-text leadtext lead-in einleitung vorspann anreisser
    teaser-text teasertext chapo chapeau entradilla bajada uk-text-lead article-excerpt""".split()
)
"""Tokens of the paragraph, often in bold, that an article opens with."""
