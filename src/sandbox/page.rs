//! The frame of the sandbox's few HTML pages, and escaping. No scripts; the style is inline.

use axum::response::Html;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f5f6f8;color:#1b2330}\
main{max-width:46rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.4rem;margin:0 0 1rem}\
.card{background:#fff;border:1px solid #dde1e7;border-radius:12px;padding:1.25rem;margin-bottom:1rem}\
.narrow{max-width:24rem;margin:8vh auto}.amount{font-size:2rem;font-weight:650;margin:.25rem 0 1rem}\
button{font:inherit;display:block;width:100%;padding:.7rem;margin-top:.6rem;border-radius:8px;border:1px solid #c5ccd6;background:#fff;cursor:pointer}\
button.main{background:#1a56db;border-color:#1a56db;color:#fff}small,.muted{color:#5a6575}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .5rem .4rem 0;border-bottom:1px solid #e8ebef;vertical-align:top}\
input{font:inherit;padding:.4rem .6rem;border:1px solid #c5ccd6;border-radius:8px}\
pre{white-space:pre-wrap;overflow-wrap:anywhere}iframe{width:100%;height:32rem;border:1px solid #dde1e7;border-radius:8px;background:#fff}\
code{background:#eceff3;padding:.1em .3em;border-radius:4px}a{color:#1a56db}";

/// A whole page; `title` is escaped here, `body` is HTML already.
pub fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{}</title><link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head><body><main>{body}</main></body></html>",
        escape(title)
    ))
}

/// Makes text safe inside an element and inside a double-quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Escapes text and turns its `http(s)://` addresses into links.
pub fn with_links(text: &str) -> String {
    let mut html = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let address = word
            .trim_end()
            .trim_start_matches(['<', '('])
            .trim_end_matches(['>', ')', '.', ',']);
        match address.starts_with("http://") || address.starts_with("https://") {
            true => {
                let (before, after) = word.split_once(address).unwrap_or((word, ""));
                let link = escape(address);
                html.push_str(&format!(
                    "{}<a href=\"{link}\">{link}</a>{}",
                    escape(before),
                    escape(after)
                ));
            }
            false => html.push_str(&escape(word)),
        }
    }
    html
}
