//! The preview of a brand follows the colours while they are chosen.

use std::{cell::RefCell, time::Duration};

use leptos::{
    ev, html,
    leptos_dom::helpers::{debounce, window_event_listener},
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys,
};

/// The draft's stylesheet, which the page in the frame links.
const STYLESHEET: &str = "/reseller/brand/draft.css";

/// What of the form of the look the stylesheet is made of.
const FIELDS: [&str; 5] = ["primary", "secondary", "font", "radius", "hero"];

/// A frame with a page of the shop. Without scripts it shows the draft as it is saved; with them the page in it gets
/// the stylesheet of what the form holds.
#[island]
pub fn BrandFrame(
    #[prop(into)] src: String,
    #[prop(into)] title: String,
    #[prop(into)] scheme: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    super::NeedsScripts::mark();
    let frame = NodeRef::<html::Iframe>::new();
    Effect::new(move |_| {
        let scheme = scheme.clone();
        let follow = RefCell::new(debounce(Duration::from_millis(120), move |_: web_sys::Event| {
            // Where something is missing the preview stays as it is.
            let _ = restyle(frame, &scheme);
        }));
        let listening = window_event_listener(ev::input, move |event| (follow.borrow_mut())(event));
        on_cleanup(move || listening.remove());
    });
    view! { <iframe node_ref=frame class="brand-frame-page" src=src title=title></iframe> }
}

/// Links the stylesheet of what the form holds in the framed page.
fn restyle(frame: NodeRef<html::Iframe>, scheme: &str) -> Option<()> {
    let page = frame.get_untracked()?.content_document()?;
    let selector = format!("link[href^='{STYLESHEET}']");
    let link = page.query_selector(&selector).ok()??;
    let mut address = format!("{STYLESHEET}?scheme={scheme}");
    for name in FIELDS {
        let field = document()
            .query_selector(&format!("#look [name='{name}']"))
            .ok()??;
        // Colours are `#rrggbb`, the rest words of a list.
        let value = value_of(&field)?.replace('#', "%23");
        address.push_str(&format!("&{name}={value}"));
    }
    link.set_attribute("href", &address).ok()
}

fn value_of(field: &web_sys::Element) -> Option<String> {
    let input = field
        .dyn_ref::<web_sys::HtmlInputElement>()
        .map(web_sys::HtmlInputElement::value);
    input.or_else(|| {
        field
            .dyn_ref::<web_sys::HtmlSelectElement>()
            .map(web_sys::HtmlSelectElement::value)
    })
}
