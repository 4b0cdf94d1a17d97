//! `/admin/audit`: who did what, by anybody, to anything.

use leptos::prelude::*;
use leptos_meta::Title;

use super::acts::acts;
use crate::{
    components::{Field, FilterForm, Pagination},
    pages::{
        admin::saved::{address, asked_for},
        answer::answer,
    },
    server_fns,
    shared::{logs::AuditRow, paging::Page},
};

const HERE: &str = "/admin/audit";

/// The fields of the filter, by name.
const FIELDS: [&str; 6] = ["actor", "action", "entity", "shop", "from", "until"];

/// The log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let typed = FIELDS.map(asked_for);
    let after = asked_for("after");
    view! {
        <Title text="Audit"/>
        {Suspend::new(async move {
            let [actor, action, entity, shop, from, until] = typed.clone().map(Some);
            let read =
                server_fns::logs::audit_log(actor, action, entity, shop, from, until, Some(after.clone())).await;
            answer(read, move |page| show(page, typed, after))
        })}
    }
}

fn show(page: Page<AuditRow>, typed: [String; 6], after: String) -> impl IntoView {
    let fields: Vec<(&str, &str)> = FIELDS.into_iter().zip(typed.iter().map(String::as_str)).collect();
    let next = page.next.as_deref().map(|next| {
        let mut further = fields.clone();
        further.push(("after", next));
        address(HERE, &further)
    });
    let first = (!after.is_empty()).then(|| address(HERE, &fields));
    let csv = address("/admin/audit.csv", &fields);
    let is_filtered = typed.iter().any(|text| !text.is_empty());
    let [actor, action, entity, shop, from, until] = typed;
    view! {
        <header class="surface-head"><h1>"Audit"</h1><p>"Every act, newest first. Nothing here can be changed."</p></header>
        <FilterForm path=HERE is_filtered csv>
            <Field label="Who (e-mail or id)" name="actor" value=actor maxlength=254/>
            <Field label="Did" name="action" value=action placeholder="reseller.created" maxlength=80/>
            <Field label="To (id)" name="entity" value=entity maxlength=80/>
            <Field label="Shop (short name)" name="shop" value=shop maxlength=39/>
            <Field label="From" name="from" value=from kind="date"/>
            <Field label="Until" name="until" value=until kind="date"/>
        </FilterForm>
        {acts(page.rows)}
        <Pagination first next/>
    }
}
