//! The HTML around every page, and which address shows which page.

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Router, Routes};

use crate::{
    components::{Footer, Header},
    islands::NeedsScripts,
    pages::{
        account::AccountRoutes,
        admin::AdminRoutes,
        business::{BusinessJoinRoutes, BusinessRoutes},
        entered::EnteredBanner,
        pickup::{Language, PickupRoutes},
        reseller::{BrandSampleRoutes, ResellerRoutes},
        storefront::{CheckoutRoutes, EntryRoutes, NotFoundPage, StorefrontRoutes},
    },
    shared::{account::SignedIn, brand::Brand},
};

/// Who is signed in, for the header and for pages that greet.
#[derive(Debug, Clone)]
pub struct Reader(pub Option<SignedIn>);

/// The whole document. The server has put the shop's `Brand` and the `Reader` into the context.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let needs = NeedsScripts::default();
    provide_context(needs.clone());
    let brand = use_context::<Brand>();
    // The employee's page speaks their language, whatever the shop's is.
    let locale = match (use_context::<Language>(), &brand) {
        (Some(language), _) => language.code().to_owned(),
        (None, Some(brand)) => brand.locale.clone(),
        (None, None) => "en".to_owned(),
    };
    let dir = direction(&locale);
    let head = brand.map(|brand| view! { <BrandHead brand/> });
    view! {
        <!DOCTYPE html>
        <html lang=locale dir=dir>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                {head}
                <HashedStylesheet options=options.clone()/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                {Suspend::new(async move {
                    // Pending once, so that it is looked at only after the page before it is complete.
                    tokio::task::yield_now().await;
                    needs.is_marked().then(|| view! { <HydrationScripts options islands=true/> })
                })}
            </body>
        </html>
    }
}

/// Right to left for the scripts that are written so.
fn direction(locale: &str) -> &'static str {
    let language = locale.split('-').next().unwrap_or_default();
    if ["ar", "fa", "he", "ur"].contains(&language) {
        "rtl"
    } else {
        "ltr"
    }
}

/// What the head says about the shop.
#[component]
fn BrandHead(brand: Brand) -> impl IntoView {
    let address = canonical();
    let picture = origin()
        .filter(|_| !brand.logo_url.is_empty())
        .map(|origin| format!("{origin}{}", brand.logo_url));
    view! {
        {(!brand.font_url.is_empty()).then(|| view! {
            <link rel="preload" href=brand.font_url r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
        })}
        <link rel="stylesheet" href=brand.theme_url/>
        {(!brand.favicon_url.is_empty()).then(|| view! { <link rel="icon" href=brand.favicon_url/> })}
        <meta name="theme-color" content=brand.theme_color/>
        {open_graph("og:site_name", brand.name)}
        {open_graph("og:type", "website")}
        <meta name="twitter:card" content="summary"/>
        {picture.map(|picture| open_graph("og:image", picture))}
        {address.map(|address| view! {
            <link rel="canonical" href=address.clone()/>
            {open_graph("og:url", address)}
        })}
    }
}

/// A property of the Open Graph protocol (ogp.me), which the typed elements do not know.
fn open_graph(property: &'static str, content: impl Into<String>) -> impl IntoView {
    leptos::html::meta()
        .attr("property", property)
        .attr("content", content.into())
}

/// The address of the page without its query: searches and errors are not pages of their own.
fn canonical() -> Option<String> {
    let path = use_context::<Parts>()?.uri.path().to_owned();
    origin().map(|origin| format!("{origin}{path}"))
}

/// Scheme and host the page was asked under. Only a developer's own machine goes without TLS.
fn origin() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let host = parts.headers.get("host")?.to_str().ok()?;
    let name = host.split(':').next().unwrap_or_default();
    let is_here = name == "localhost" || name.ends_with(".localhost") || name == "127.0.0.1";
    Some(format!("{}://{host}", if is_here { "http" } else { "https" }))
}

/// Header, page, footer. Also what the list of routes is made of, so it must not need a request.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let brand = use_context::<Brand>();
    let reader = use_context::<Reader>().and_then(|reader| reader.0);
    let entered = reader.as_ref().and_then(|reader| reader.entered_by.clone());
    let name = brand.as_ref().map(|brand| brand.name.clone()).unwrap_or_default();
    // An employee has nothing to do in the shop.
    let frame = brand.clone().filter(|_| use_context::<Language>().is_none());
    let footer = frame.clone().map(|brand| view! { <Footer brand/> });
    view! {
        <Title formatter=move |title: String| {
            escaped(&match (title.is_empty(), name.is_empty()) {
                (true, _) => name.clone(),
                (_, true) => title,
                _ if title.starts_with(&name) => title,
                _ => format!("{title} · {name}"),
            })
        }/>
        <Router>
            {entered.map(|entry| view! { <EnteredBanner entry/> })}
            {frame.map(|brand| view! { <Header brand reader/> })}
            <main id="main" tabindex="-1">
                <Routes fallback=NotFoundPage>
                    <StorefrontRoutes/>
                    <EntryRoutes/>
                    <CheckoutRoutes/>
                    <AccountRoutes/>
                    <PickupRoutes/>
                    <BusinessJoinRoutes/>
                    <BusinessRoutes/>
                    <BrandSampleRoutes/>
                    <ResellerRoutes/>
                    <AdminRoutes/>
                </Routes>
            </main>
            {footer}
        </Router>
    }
}

/// Leptos writes a title into the head as it is, and names and taglines are what somebody typed.
fn escaped(title: &str) -> String {
    title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_its_element() {
        assert_eq!(
            escaped("A & B</title><script>"),
            "A &amp; B&lt;/title&gt;&lt;script&gt;"
        );
    }

    #[test]
    fn arabic_reads_from_the_right() {
        assert_eq!(direction("ar-EG"), "rtl");
        assert_eq!(direction("en"), "ltr");
        assert_eq!(direction(""), "ltr");
    }
}
