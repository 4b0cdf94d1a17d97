//! What search engines read: which pages are for them, and a list of these.

use axum::{
    Extension,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{domain::esims::catalogue::catalogue, server_fns::guard::Asked};

/// `/robots.txt`: the shop is public, people's own pages are not.
pub async fn robots(Extension(asked): Extension<Asked>) -> Response {
    let sitemap = asked.backend.address.url(&asked.shop.host, "/sitemap.xml");
    format!(
        "User-agent: *\nDisallow: /account\nDisallow: /admin\nDisallow: /checkout\nDisallow: /do/\nSitemap: {sitemap}\n"
    )
    .into_response()
}

/// `/sitemap.xml` (sitemaps.org): the front pages and every destination.
pub async fn sitemap(Extension(asked): Extension<Asked>) -> Response {
    let catalogue = match catalogue(&asked.backend, &asked.shop.visitor).await {
        Ok(catalogue) => catalogue,
        Err(error) => {
            return (
                StatusCode::INTERNAL_SERVER_ERROR,
                asked.internal(&error).message(),
            )
                .into_response();
        }
    };
    let destinations = catalogue.destinations();
    let features = asked.shop.brand.features;
    let fixed = [
        ("/", true),
        ("/esim", features.esims),
        ("/numbers", features.numbers),
        ("/help", true),
    ]
    .into_iter()
    .filter(|(_, is_there)| *is_there)
    .map(|(path, _)| path.to_owned());
    let places = destinations
        .countries
        .iter()
        .chain(&destinations.regions)
        .map(|place| format!("/esim/{}", place.slug));
    let urls: String = fixed
        .chain(places)
        .map(|path| {
            format!(
                "<url><loc>{}</loc></url>",
                asked.backend.address.url(&asked.shop.host, &path)
            )
        })
        .collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>"
    );
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"))],
        xml,
    )
        .into_response()
}
