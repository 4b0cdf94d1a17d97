//! `/api/docs`: the interface for people, drawn from its own description. Works without scripts.

use std::fmt::Write;

use axum::{
    Extension,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;

use super::{
    caller::Caller,
    document,
    problem::{Code, Problem},
};
use crate::{domain::api::KeyScope, shared::brand::Brand};

/// The first words of the description, in Markdown.
pub const INTRODUCTION: &str = "Buys phone numbers and eSIM data plans for the customers of a shop. A request shows an \
     API key: `Authorization: Bearer cdk_…`. Money is `{\"amount\":\"12.50\",\"currency\":\"USD\"}`. Lists are \
     `{\"data\":[…],\"next_cursor\":…}`. Refusals are `application/problem+json` with a `code`. Every request that moves \
     money takes an `Idempotency-Key`: the same key and body give the same answer, marked `Idempotent-Replayed: true`.";

const STYLE: &str = include_str!("docs.css");

/// Fonts and styles of the shop itself, nothing that runs.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// The page, in the shop's own look.
pub async fn page(Extension(caller): Extension<Caller>) -> Response {
    let shop = &caller.asked.shop;
    if !shop.brand.features.api {
        return Problem::new(Code::NotFound, "There is nothing at this address.").into_response();
    }
    let origin = caller.asked.backend.address.url(&shop.host, "");
    let visit = caller.asked.user.as_ref().and_then(|user| user.entry.as_ref());
    let banner = visit.map_or_else(String::new, |entry| entered(&entry.operator_name));
    let html = draw(&shop.brand, &origin, &banner);
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}

/// Over this page too while an operator is inside; the way out is in the dashboard.
fn entered(operator: &str) -> String {
    format!(
        "<aside aria-label=\"You are inside this shop\"><b>{}</b> is in this shop as an operator. \
         <a href=\"/reseller\">Back to the dashboard</a></aside>",
        escape(operator)
    )
}

fn draw(brand: &Brand, origin: &str, banner: &str) -> String {
    let document = serde_json::to_value(document()).unwrap_or_default();
    let name = escape(&brand.name);
    let scopes: String = KeyScope::ALL
        .iter()
        .map(|scope| format!("<code>{}</code> ", scope.as_str()))
        .collect();
    let (operations, contents) = operations(&document);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>API documentation · {name}</title><style>{STYLE}</style>\
         <link rel=\"stylesheet\" href=\"{theme}\"></head><body>{banner}\
         <header><a href=\"/\">{name}</a><span>API documentation</span></header>\
         <div class=\"columns\"><nav aria-label=\"Contents\"><a href=\"#start\">Getting started</a>\
         <a href=\"#money\">Money</a><a href=\"#once\">Idempotency</a><a href=\"#pages\">Lists</a>\
         <a href=\"#errors\">Errors</a>{contents}<a href=\"/api/v1/openapi.json\">OpenAPI 3.1 (JSON)</a></nav>\
         <main><h1>API documentation</h1>{guide}{operations}{errors}</main></div></body></html>",
        theme = escape(&brand.theme_url),
        guide = guide(&escape(origin), brand.currency.code(), &scopes),
        errors = errors(),
    )
}

fn guide(origin: &str, currency: &str, scopes: &str) -> String {
    format!(
        "<section id=\"start\"><h2>Getting started</h2>\
         <p>Your system buys phone numbers and eSIM data plans for your customers. Each request shows an API key, which \
         you make in your dashboard and see once. Keep it on your servers; revoke it when it leaks.</p>\
         <pre>curl {origin}/api/v1/esim/plans?country=FR \\\n  -H \"Authorization: Bearer $API_KEY\"</pre>\
         <p>Make a customer, then order for it. By default your float pays the platform price and you bill your customer \
         yourself; with <code>\"billing\": \"wallet\"</code> the customer's own wallet pays the retail price.</p>\
         <pre>curl {origin}/api/v1/customers \\\n  -H \"Authorization: Bearer $API_KEY\" \\\n  \
         -H \"Content-Type: application/json\" \\\n  -d '{{\"email\": \"ann@example.test\", \"external_id\": \"4711\"}}'\n\n\
         curl {origin}/api/v1/orders \\\n  -H \"Authorization: Bearer $API_KEY\" \\\n  -H \"Idempotency-Key: $(uuidgen)\" \\\n  \
         -H \"Content-Type: application/json\" \\\n  -d '{{\"customer_id\": \"usr_…\", \"item\": {{\"kind\": \"esim\", \"plan_id\": \"pln_…\"}},\n       \
         \"max_price\": {{\"amount\": \"12.50\", \"currency\": \"{currency}\"}}}}'</pre>\
         <p><b>201</b>: bought and paid. <b>202</b>: in flight, the money is held; ask for the order until its state is \
         <code>fulfilled</code> or <code>released</code>. With <code>\"dry_run\": true</code> nothing is written: the answer \
         says what it would cost and who would pay.</p>\
         <p>A key has scopes: {scopes}. It may also be limited to networks, to a spend per day (UTC) and in time.</p></section>\
         <section id=\"money\"><h2>Money</h2><p>An amount is a decimal text with its currency: \
         <code>{{\"amount\": \"12.50\", \"currency\": \"{currency}\"}}</code>. Amounts can be finer than a cent. Never read them \
         into floating point.</p></section>\
         <section id=\"once\"><h2>Idempotency</h2><p>An order needs an <code>Idempotency-Key</code> header, a value of your \
         own of up to 200 characters. Whatever happens to the connection, send the same request with the same key \
         again:</p><ul><li>answered before: the first answer, with <code>Idempotent-Replayed: true</code>;</li>\
         <li>still being worked on: 409 <code>request_in_progress</code> with <code>Retry-After</code>;</li>\
         <li>another body under the same key: 409 <code>idempotency_key_reused</code>.</li></ul>\
         <p>An answer is kept for at least 24 hours once the order exists. A refusal before that (no balance, a moved \
         price, a bad field) and a failure of ours are not kept: the same key may be sent again, and never buys \
         twice.</p></section>\
         <section id=\"pages\"><h2>Lists</h2><p>A list is <code>{{\"data\": […], \"next_cursor\": …}}</code>, newest first \
         (plans: cheapest first). Send <code>next_cursor</code> as <code>cursor</code> for the next page; it is null on the \
         last. <code>limit</code> is 1 to 100, by default 50.</p></section>"
    )
}

/// The operations, and the links to them.
fn operations(document: &Value) -> (String, String) {
    let (mut out, mut contents) = (String::new(), String::new());
    let empty = serde_json::Map::new();
    for (path, item) in document["paths"].as_object().unwrap_or(&empty) {
        for (method, operation) in item.as_object().unwrap_or(&empty) {
            let id = operation["operationId"].as_str().unwrap_or_default();
            let method = method.to_uppercase();
            // Writing to a String cannot fail.
            let _ = write!(
                contents,
                "<a href=\"#{id}\"><b>{method}</b> {}</a>",
                escape(path.trim_start_matches("/api/v1"))
            );
            let _ = write!(
                out,
                "<section id=\"{id}\"><h2><b class=\"method\">{method}</b> <code>{}</code></h2><p>{}</p>",
                escape(path),
                text(&operation["description"], &operation["summary"]),
            );
            parameters(&mut out, operation);
            if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
                out.push_str("<h3>Body</h3>");
                fields(&mut out, document, schema);
            }
            answers(&mut out, document, operation);
            out.push_str("</section>");
        }
    }
    (out, contents)
}

fn parameters(out: &mut String, operation: &Value) {
    let Some(parameters) = operation["parameters"].as_array().filter(|list| !list.is_empty()) else {
        return;
    };
    out.push_str("<h3>Parameters</h3><dl>");
    for parameter in parameters {
        let is_required = parameter["required"].as_bool().unwrap_or_default();
        let _ = write!(
            out,
            "<dt><code>{}</code> <small>{}{}</small></dt><dd>{}</dd>",
            escape(parameter["name"].as_str().unwrap_or_default()),
            parameter["in"].as_str().unwrap_or_default(),
            if is_required { ", required" } else { "" },
            text(&parameter["description"], &Value::Null),
        );
    }
    out.push_str("</dl>");
}

fn answers(out: &mut String, document: &Value, operation: &Value) {
    let empty = serde_json::Map::new();
    let responses = operation["responses"].as_object().unwrap_or(&empty);
    out.push_str("<h3>Answers</h3><dl>");
    for (status, response) in responses {
        let _ = write!(
            out,
            "<dt><code>{status}</code></dt><dd>{}",
            text(&response["description"], &Value::Null)
        );
        if let Some(schema) = response.pointer("/content/application~1json/schema") {
            out.push_str("<details><summary>Fields</summary>");
            fields(out, document, schema);
            out.push_str("</details>");
        }
        out.push_str("</dd>");
    }
    out.push_str("</dl>");
}

/// How deep fields of fields are shown.
const DEPTH_MAX: usize = 5;

fn fields(out: &mut String, document: &Value, schema: &Value) {
    draw_fields(out, document, schema, DEPTH_MAX);
}

fn draw_fields(out: &mut String, document: &Value, schema: &Value, depth: usize) {
    let schema = resolve(document, schema);
    if depth == 0 {
        return;
    }
    if let Some(properties) = schema["properties"].as_object() {
        let required = schema["required"].as_array();
        out.push_str("<dl>");
        for (name, property) in properties {
            let is_required = required.is_some_and(|list| list.iter().any(|entry| entry == name));
            let target = resolve(document, property);
            let _ = write!(
                out,
                "<dt><code>{}</code> <small>{}{}</small></dt><dd>{}",
                escape(name),
                kind(document, property),
                if is_required { "" } else { ", optional" },
                text(&property["description"], &target["description"]),
            );
            // Money is explained once, above.
            if !target["properties"]["currency"].is_object() {
                draw_fields(out, document, property, depth - 1);
            }
            out.push_str("</dd>");
        }
        out.push_str("</dl>");
    }
    for part in ["oneOf", "allOf"] {
        for choice in schema[part].as_array().into_iter().flatten() {
            draw_fields(out, document, choice, depth - 1);
        }
    }
    if schema["items"].is_object() {
        draw_fields(out, document, &schema["items"], depth - 1);
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let nullable = schema["oneOf"].as_array().and_then(|choices| {
        let mut some = choices.iter().filter(|choice| choice["type"] != "null");
        some.next().filter(|_| some.next().is_none())
    });
    let schema = nullable.unwrap_or(schema);
    match schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
        Some(path) => document.pointer(path).unwrap_or(schema),
        None => schema,
    }
}

/// A type in words: its name, or its choices.
fn kind(document: &Value, schema: &Value) -> String {
    let target = resolve(document, schema);
    let words = |value: &Value| match value {
        Value::String(word) => word.clone(),
        Value::Array(words) => words
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "object".into(),
    };
    let choices: Vec<&str> = target["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(
            target["oneOf"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|choice| choice["enum"].as_array().into_iter().flatten()),
        )
        .filter_map(Value::as_str)
        .collect();
    if choices.is_empty() {
        escape(&words(&target["type"]))
    } else {
        escape(&choices.join(" | "))
    }
}

fn errors() -> String {
    let rows: String = Code::ALL
        .iter()
        .map(|code| {
            format!(
                "<tr id=\"{word}\"><td><code>{word}</code></td><td>{status}</td><td>{title}</td></tr>",
                word = code.as_str(),
                status = code.status().as_u16(),
                title = escape(code.title()),
            )
        })
        .collect();
    format!(
        "<section id=\"errors\"><h2>Errors</h2><p>A refusal is <code>application/problem+json</code> (RFC 9457) with \
         <code>type</code>, <code>title</code>, <code>status</code>, <code>code</code>, <code>detail</code>, \
         <code>request_id</code> and, where it helps, <code>hint</code> and <code>field</code>. Act on <code>code</code>; \
         the texts are for people. Something of another shop is 404, like something that never was.</p>\
         <table><thead><tr><th>code</th><th>status</th><th>means</th></tr></thead><tbody>{rows}</tbody></table></section>"
    )
}

/// The first of the two that says something, with `code` marked.
fn text(first: &Value, otherwise: &Value) -> String {
    let text = [first, otherwise]
        .into_iter()
        .filter_map(Value::as_str)
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    escape(text)
        .split('`')
        .enumerate()
        .map(|(nth, part)| {
            if nth % 2 == 1 {
                format!("<code>{part}</code>")
            } else {
                part.to_owned()
            }
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
