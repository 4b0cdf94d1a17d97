//! `/business/lines/{id}/sheet` and `/business/sheets?lines=…`: links to hand over on paper. The QR code leads to the page;
//! what installs the eSIM is on no sheet.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    components::{Moment, Notice},
    pages::{answer::answer, storefront::entry::shop_name},
    server_fns,
    shared::pickup::{PickupCheck, PickupSheet, SheetLink},
};

/// The sheet of one line.
#[component]
pub fn SheetPage() -> impl IntoView {
    let line = use_params_map().read_untracked().get("id").unwrap_or_default();
    view! { <Sheets lines=line/> }
}

/// The sheets of several.
#[component]
pub fn SheetsPage() -> impl IntoView {
    let lines = use_query_map().read_untracked().get("lines").unwrap_or_default();
    view! { <Sheets lines/> }
}

#[component]
fn Sheets(lines: String) -> impl IntoView {
    view! {
        <Title text="Sheets"/>
        {Suspend::new(async move { answer(server_fns::pickup::sheets(lines).await, show) })}
    }
}

fn show(sheets: Vec<PickupSheet>) -> impl IntoView {
    let shop = shop_name();
    let missing = sheets.iter().filter(|sheet| sheet.link.is_none()).count();
    let count = sheets.len();
    view! {
        <header class="surface-head no-print">
            <h1>{if count == 1 { "Sheet".to_owned() } else { format!("{count} sheets") }}</h1>
        </header>
        <p class="no-print">"Print this page (Ctrl+P): each line gets a sheet of its own. Whoever has the sheet can open the page, so hand it over in person."</p>
        {(missing > 0).then(|| view! {
            <div class="no-print">
                <Notice kind="warning">{format!("{missing} without a link that works: make a new one on the page of the line first.")}</Notice>
            </div>
        })}
        {sheets.into_iter().map(|sheet| one(sheet, &shop)).collect_view()}
    }
}

fn one(sheet: PickupSheet, shop: &str) -> impl IntoView + use<> {
    let PickupSheet {
        line,
        company,
        employee,
        plan,
        link,
    } = sheet;
    let shop = shop.to_owned();
    let body = match link {
        Some(link) => with_link(link, &company).into_any(),
        None => view! {
            <p>"This line has no link that works. " <a href=format!("/business/lines/{line}")>"Make a new one"</a> "."</p>
        }
        .into_any(),
    };
    view! {
        <article class="panel pickup-sheet">
            <p class="pickup-sheet-from"><b>{company}</b> <span class="muted">{shop}</span></p>
            <h2>"eSIM for " {employee}</h2>
            <p>{plan}</p>
            {body}
        </article>
    }
}

fn with_link(link: SheetLink, company: &str) -> impl IntoView + use<> {
    let SheetLink {
        url,
        qr_svg,
        expires_at,
        check,
    } = link;
    let also = match check {
        PickupCheck::Nothing => None,
        PickupCheck::Pin => Some(format!("The page asks for a PIN. {company} tells you.")),
        PickupCheck::Code => Some("The page mails a code to your work address.".to_owned()),
    };
    view! {
        <div class="pickup-sheet-body">
            <div class="qr-code" role="img" aria-label="QR code that leads to the page" inner_html=qr_svg></div>
            <ol>
                <li>"Connect the phone to Wi‑Fi."</li>
                <li>"Scan this code with its camera and open the page, or type the address below."</li>
                <li>"Follow the steps on the page. They take about two minutes."</li>
                {also.map(|also| view! { <li>{also}</li> })}
            </ol>
        </div>
        <p class="pickup-sheet-link"><code>{url}</code></p>
        <p class="muted">"Works until " <Moment at=expires_at/> ". After that, ask for a new sheet."</p>
    }
}
