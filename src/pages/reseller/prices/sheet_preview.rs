//! `/reseller/prices/sheet/{id}`: what an uploaded file would do, and the button that does it.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        ButtonLink, Column, EmptyState, ListTable, Moment, MoneyText, PostForm, SubmitButton, form::failure,
    },
    pages::{
        answer::{answer, id_in_path},
        price_parts::whole_form,
    },
    server_fns::{self, price_sheets::ApplyPriceSheet},
    shared::{
        error::AppError,
        ids::PriceSheetId,
        money::Money,
        pricing::{SheetChange, SheetRefusal, SheetView},
    },
};

/// The page.
#[component]
pub fn SheetPreviewPage() -> impl IntoView {
    let id: Option<PriceSheetId> = id_in_path();
    view! {
        <Title text="What the file would change"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::price_sheets::price_sheet(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(view: SheetView) -> impl IntoView {
    let SheetView {
        id,
        file,
        expires_at,
        changes,
        refused,
        unchanged,
        seen,
    } = view;
    let failed = failure::<ApplyPriceSheet>();
    let button = button(changes.len(), refused.len());
    view! {
        <p class="back"><a href="/reseller/prices/sheet">"Many prices at once"</a></p>
        <header class="surface-head">
            <h1>"What the file would change"</h1>
            <p><code>{file}</code> ", kept until " <Moment at=expires_at/> ". Nothing is changed yet."</p>
        </header>
        {whole_form(failed.as_ref())}
        {(!refused.is_empty()).then(|| wrong(refused))}
        <section class="panel" aria-labelledby="changes-title">
            <h2 id="changes-title">"Changes"</h2>
            <p class="panel-note">{format!("{unchanged} lines are as the shop has them.")}</p>
            {if changes.is_empty() {
                view! { <EmptyState icon="receipt" title="Nothing would change" text="Edit a value in the file, save it and upload it again."/> }.into_any()
            } else {
                view! { <Changes changes/> }.into_any()
            }}
            {button.map(|button| view! {
                <PostForm<ApplyPriceSheet> class="row-actions">
                    <input type="hidden" name="sheet" value=id.to_string()/>
                    <input type="hidden" name="seen" value=seen/>
                    <SubmitButton>{button}</SubmitButton>
                    <ButtonLink kind="quiet" href="/reseller/prices/sheet">"Upload another file"</ButtonLink>
                </PostForm<ApplyPriceSheet>>
                <p class="fine-print">"All of them at once, or none. Prices shown in the last 15 minutes stand."</p>
            })}
        </section>
    }
}

/// The words of the button; `None` where there is nothing to apply.
fn button(changes: usize, refused: usize) -> Option<String> {
    let lines = |count: usize| {
        if count == 1 {
            "1 line".to_owned()
        } else {
            format!("{count} lines")
        }
    };
    match (changes, refused) {
        (0, _) => None,
        (changes, 0) => Some(format!("Apply {}", lines(changes))),
        (changes, refused) => Some(format!("Apply {}, leave out {}", lines(changes), lines(refused))),
    }
}

fn wrong(refused: Vec<SheetRefusal>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="wrong-title">
            <h2 id="wrong-title">"Lines that are wrong"</h2>
            <p class="panel-note">"They change nothing. Correct them in the file and upload it again, or apply the others without them."</p>
            <ListTable caption="Lines that are wrong" columns=vec![Column::number("Line"), Column::plain("What is wrong")]>
                {refused.into_iter().map(|row| view! {
                    <tr>
                        <td data-label="Line" class="number">{row.line}</td>
                        <td data-label="What is wrong">{row.why}</td>
                    </tr>
                }).collect_view()}
            </ListTable>
        </section>
    }
}

#[component]
fn Changes(changes: Vec<SheetChange>) -> impl IntoView {
    let columns = vec![
        Column::number("Line"),
        Column::plain("Rule"),
        Column::plain("Now"),
        Column::plain("Then"),
        Column::plain("For example"),
        Column::number("Price now"),
        Column::number("Price then"),
    ];
    view! {
        <ListTable caption="Changes" columns>
            {changes.into_iter().map(|row| view! {
                <tr>
                    <td data-label="Line" class="number">{row.line}</td>
                    <td data-label="Rule"><b>{row.name}</b> <small>{row.on}</small></td>
                    <td data-label="Now">{row.before}</td>
                    <td data-label="Then">{row.after}</td>
                    <td data-label="For example">{row.example.product}</td>
                    <td data-label="Price now" class="number">{price(row.example.before)}</td>
                    <td data-label="Price then" class="number">{price(row.example.after)}</td>
                </tr>
            }).collect_view()}
        </ListTable>
    }
}

fn price(price: Option<Money>) -> AnyView {
    match price {
        Some(price) => view! { <MoneyText amount=price/> }.into_any(),
        None => "no exchange rate".into_any(),
    }
}
