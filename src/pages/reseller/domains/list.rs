//! The shop's domains, and one more.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::state_badge::DomainBadge;
use crate::{
    components::{
        Column, Field, ListTable, Moment, Notice, PageHead, PostForm, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{self, domains::Add},
    shared::shop_domain::{DomainList, DomainRow},
};

/// The list.
#[component]
pub fn DomainsPage() -> impl IntoView {
    view! {
        <PageHead title="Domains" is_private=true/>
        {Suspend::new(async move { answer(server_fns::domains::list().await, show) })}
    }
}

fn show(all: DomainList) -> impl IntoView {
    let DomainList {
        rows,
        given,
        is_room,
        may_edit,
    } = all;
    let saved = match use_query_map().read_untracked().get("saved").as_deref() {
        Some("primary") => {
            Some("The primary domain was changed. Your shop's other addresses now lead there.")
        }
        Some("removed") => Some("The domain was removed. Your shop does not answer there any more."),
        _ => None,
    };
    let columns = ["Domain", "State", "Use", "Last check"]
        .map(Column::plain)
        .to_vec();
    view! {
        <header class="surface-head">
            <h1>"Domains"</h1>
            <p>"Your shop always answers at " <code>{given}</code> "."</p>
        </header>
        {saved.map(|text| view! { <Notice kind="good">{text}</Notice> })}
        <section class="panel" aria-label="Domains">
            <ListTable caption="Domains of the shop" columns>{rows.into_iter().map(line).collect_view()}</ListTable>
        </section>
        {may_edit.then(|| view! { <AddForm is_room/> })}
    }
}

fn line(row: DomainRow) -> impl IntoView {
    let href = format!("/reseller/domains/{}", row.id);
    let usage = match (row.is_primary, row.is_given) {
        (true, _) => "Primary",
        (false, true) => "Always there",
        (false, false) => "Leads to the primary",
    };
    let checked = row.checked_at;
    view! {
        <tr>
            <td data-label="Domain"><a href=href>{row.host.clone()}</a></td>
            <td data-label="State"><DomainBadge row=row.clone()/></td>
            <td data-label="Use">
                {if row.is_primary { view! { <StatusBadge label=usage mood="good"/> }.into_any() } else { usage.into_any() }}
            </td>
            <td data-label="Last check">
                {match checked {
                    Some(at) => view! { <Moment at/> }.into_any(),
                    None => "–".into_any(),
                }}
            </td>
        </tr>
    }
}

#[component]
fn AddForm(is_room: bool) -> impl IntoView {
    let failed = failure::<Add>();
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(|error| error.message());
    view! {
        <section class="panel" aria-labelledby="add-title">
            <h2 id="add-title">"Add a domain"</h2>
            {whole.map(|text| view! { <Notice kind="error">{text}</Notice> })}
            {if is_room {
                view! {
                    <PostForm<Add> class="surface-form">
                        <Field
                            label="Domain"
                            name="host"
                            placeholder="shop.example.com"
                            hint="A domain you registered, or a name before it. On the next page we show the records it needs."
                            required=true
                            maxlength=239
                            error=of_field(failed.as_ref(), "host")
                        />
                        <div class="surface-actions"><SubmitButton>"Add domain"</SubmitButton></div>
                    </PostForm<Add>>
                }
                .into_any()
            } else {
                view! { <p>"Your shop has ten domains, which is the most. Remove one you do not need to add another."</p> }
                    .into_any()
            }}
        </section>
    }
}
