//! `/reseller/prices/sheet?refused=`: many prices at once, by a file.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Notice, SubmitButton},
    pages::answer::answer,
    server_fns,
    shared::{error::AppError, pricing::PricesView},
};

/// The page.
#[component]
pub fn SheetPage() -> impl IntoView {
    let word = use_query_map().read_untracked().get("refused");
    view! {
        <Title text="Many prices at once"/>
        {Suspend::new(async move {
            let read = server_fns::prices::prices().await.and_then(|view| {
                if view.may_edit { Ok(view) } else { Err(AppError::Forbidden) }
            });
            answer(read, move |view| show(&view, word))
        })}
    }
}

fn show(view: &PricesView, word: Option<String>) -> impl IntoView + use<> {
    let currency = view.floors.currency.to_string();
    view! {
        <p class="back"><a href="/reseller/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Many prices at once"</h1></header>
        {word.and_then(|word| refused(&word)).map(|text| view! { <Notice kind="error">{text}</Notice> })}
        <div class="surface-columns">
            <section class="panel" aria-labelledby="take-title">
                <h2 id="take-title">"1. Download"</h2>
                <p>"Every rule that is valid or will be, one in a line."</p>
                {if view.may_export {
                    view! { <p><a class="button button-secondary" href="/reseller/prices.csv" download>"Download prices.csv"</a></p> }.into_any()
                } else {
                    view! { <p class="panel-note">"Owners, managers and finance staff of the shop can download it."</p> }.into_any()
                }}
                <h3>"2. Edit in a spreadsheet"</h3>
                <dl class="sheet-columns">
                    <div><dt><code>"value"</code></dt><dd>"How much the rule adds: 12.5 for percent, 2.50 for fixed."</dd></div>
                    <div><dt><code>"adds"</code></dt><dd><code>"percent"</code> " or " <code>"fixed"</code> ". A fixed amount is in " {currency} ", or in " <code>"currency"</code> "."</dd></div>
                    <div><dt><code>"until"</code></dt><dd>"A day like 2026-12-31, at whose beginning (UTC) it ends; " <code>"now"</code> " to end the rule; empty for no end."</dd></div>
                    <div><dt><code>"rule"</code></dt><dd>"Leave it as it is. Leave it empty in a line that adds a rule."</dd></div>
                    <div><dt><code>"service"</code>", "<code>"country"</code>", "<code>"plan"</code></dt><dd>"What a new rule is for. They cannot be changed of a rule there is."</dd></div>
                    <div><dt><code>"from"</code></dt><dd>"The first day of a rule that has not begun; empty for now."</dd></div>
                </dl>
                <p class="panel-note">"Lines you delete change nothing."</p>
            </section>
            <section class="panel" aria-labelledby="send-title">
                <h2 id="send-title">"3. Upload"</h2>
                <p>"You see every change and every line that is wrong before anything is changed."</p>
                <form class="surface-form" method="post" action="/reseller/prices/sheet/upload" enctype="multipart/form-data">
                    <div class="field">
                        <label class="field-label" for="field-file">"The edited file"</label>
                        <input class="field-input" id="field-file" type="file" name="file" accept=".csv,text/csv" required aria-describedby="field-file-hint"/>
                        <p class="field-hint" id="field-file-hint">"CSV in UTF-8, at most 256 KB and 1,000 lines."</p>
                    </div>
                    <SubmitButton>"Show what it would change"</SubmitButton>
                </form>
            </section>
        </div>
    }
}

fn refused(word: &str) -> Option<&'static str> {
    Some(match word {
        "none" => "Please choose a file. Nothing was changed.",
        "large" => {
            "The file is larger than 256 KB. Nothing was changed. Please upload it in parts: lines that are missing change nothing."
        }
        "many" => {
            "The file has more than 1,000 lines. Nothing was changed. Please upload it in parts: lines that are missing change nothing."
        }
        "text" => "The file is not text in UTF-8. Nothing was changed. Please save it as CSV in UTF-8.",
        "header" => {
            "The first line must name the columns rule, name, adds and value, as in the file you download. Nothing was changed."
        }
        "empty" => "The file has no lines below the first one. Nothing was changed.",
        _ => return None,
    })
}
