//! `/admin/mail`: what was written to whom, and whether it went out. Never the text.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Choice, Column, EmptyState, Field, FilterForm, ListTable, Moment, Pagination, Select, StatusBadge,
    },
    pages::{
        admin::saved::{address, asked_for},
        answer::answer,
    },
    server_fns,
    shared::{logs::MailRow, paging::Page},
};

const HERE: &str = "/admin/mail";

/// The fields of the filter, by name.
const FIELDS: [&str; 4] = ["recipient", "template", "state", "shop"];

/// The log.
#[component]
pub fn MailPage() -> impl IntoView {
    let typed = FIELDS.map(asked_for);
    let after = asked_for("after");
    view! {
        <Title text="Mail"/>
        {Suspend::new(async move {
            let [recipient, template, state, shop] = typed.clone().map(Some);
            let read = server_fns::logs::mail_log(recipient, template, state, shop, Some(after.clone())).await;
            answer(read, move |page| show(page, typed, after))
        })}
    }
}

fn show(page: Page<MailRow>, typed: [String; 4], after: String) -> impl IntoView {
    let fields: Vec<(&str, &str)> = FIELDS.into_iter().zip(typed.iter().map(String::as_str)).collect();
    let next = page.next.as_deref().map(|next| {
        let mut further = fields.clone();
        further.push(("after", next));
        address(HERE, &further)
    });
    let first = (!after.is_empty()).then(|| address(HERE, &fields));
    let is_filtered = typed.iter().any(|text| !text.is_empty());
    let [recipient, template, state, shop] = typed;
    let states = vec![
        Choice::new("", "All"),
        Choice::new("queued", "Queued"),
        Choice::new("sent", "Sent"),
        Choice::new("failed", "Failed"),
    ];
    let is_empty = page.rows.is_empty();
    view! {
        <header class="surface-head"><h1>"Mail"</h1><p>"What was written to whom. Texts are not kept: they may carry secret links."</p></header>
        <FilterForm path=HERE is_filtered>
            <Field label="To" name="recipient" value=recipient kind="email" maxlength=254/>
            <Field label="Mail" name="template" value=template placeholder="verify_email" maxlength=60/>
            <Select label="State" name="state" value=state choices=states/>
            <Field label="Shop (short name)" name="shop" value=shop maxlength=39/>
        </FilterForm>
        {is_empty.then(|| view! { <EmptyState icon="mail" title="No mail" text="No mail fits."/> })}
        {(!is_empty).then(|| view! {
            <div class="console-list">
                <ListTable
                    caption="Mails"
                    columns=vec![
                        Column::plain("Written"),
                        Column::plain("To"),
                        Column::plain("Mail"),
                        Column::plain("State"),
                        Column::plain("Sent"),
                    ]
                >
                    {page.rows.into_iter().map(row).collect_view()}
                </ListTable>
            </div>
        })}
        <Pagination first next/>
    }
}

fn row(row: MailRow) -> impl IntoView {
    let (label, mood) = match row.state.as_str() {
        "sent" => ("Sent", "good"),
        "queued" => ("Queued", "waiting"),
        _ => ("Failed", "bad"),
    };
    view! {
        <tr>
            <td data-label="Written"><Moment at=row.created_at/> <small class="console-below">{row.shop}</small></td>
            <td data-label="To">{row.recipient}</td>
            <td data-label="Mail"><code>{row.template}</code></td>
            <td data-label="State"><StatusBadge label mood/></td>
            <td data-label="Sent">{row.sent_at.map(|at| view! { <Moment at=at/> })}</td>
        </tr>
    }
}
