//! `/reseller/api-keys`: the keys of the shop's own systems.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api_key_form::CreateForm,
    forms::{above, saved},
};
use crate::{
    components::{
        Column, EmptyState, ListTable, Moment, MoneyText, Notice, PostForm, StatusBadge, SubmitButton,
        form::failure,
    },
    islands::CopyButton,
    pages::answer::answer,
    server_fns::{self, api_keys::Revoke},
    shared::api_key::{KeyRow, KeysView},
};

/// The keys.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    view! {
        <Title text="API keys"/>
        {Suspend::new(async move { answer(server_fns::api_keys::list().await, show) })}
    }
}

fn show(view: KeysView) -> impl IntoView {
    let KeysView {
        keys,
        fresh,
        scopes,
        currency,
        keys_max,
    } = view;
    let failed = failure::<Revoke>();
    let is_fresh = fresh.is_some();
    view! {
        <header class="surface-head">
            <h1>"API keys"</h1>
            <a class="button button-secondary" href="/api/docs">"API documentation"</a>
        </header>
        {match fresh {
            Some(secret) => Some(view! { <Fresh secret/> }.into_any()),
            None => saved(&[
                ("created", "The key was made and shown once. If you did not copy it, revoke it and make another."),
                ("revoked", "The key is revoked. Requests with it are refused from now on."),
            ])
            .map(IntoAny::into_any),
        }}
        {above(failed.as_ref(), &[])}
        <section class="panel" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <p class="muted">
                "A key lets your own system act for this shop. Orders it places for customers it made itself are paid from \
                 your float at the platform's price. "
                {format!("At most {keys_max} keys work at the same time.")}
            </p>
            {if keys.is_empty() {
                view! { <EmptyState icon="key-round" title="No keys yet" text="Make one when a system of yours is to order by itself."/> }.into_any()
            } else {
                view! { <Table keys/> }.into_any()
            }}
        </section>
        {(!is_fresh).then(|| view! { <CreateForm scopes currency/> })}
        {is_fresh.then(|| view! { <p><a href="/reseller/api-keys">"I have copied it. Make another key"</a></p> })}
    }
}

#[component]
fn Fresh(secret: String) -> impl IntoView {
    view! {
        <Notice kind="good">
            <p><b>"Your new key. "</b> "It is shown now and never again: copy it into your system."</p>
            <p class="fresh-key"><code id="fresh-key">{secret.clone()}</code> <CopyButton text=secret label="Copy the key"/></p>
        </Notice>
    }
}

#[component]
fn Table(keys: Vec<KeyRow>) -> impl IntoView {
    let columns = vec![
        Column::plain("Key"),
        Column::plain("May do"),
        Column::plain("From"),
        Column::number("Daily cap"),
        Column::plain("Last use"),
        Column::plain("State"),
    ];
    view! {
        <ListTable caption="Keys of the API" columns>{keys.into_iter().map(row).collect_view()}</ListTable>
    }
}

fn row(key: KeyRow) -> impl IntoView {
    let KeyRow {
        id,
        name,
        prefix,
        scopes,
        networks,
        daily_cap,
        created_at,
        last_used_at,
        expires_at,
        revoked_at,
        is_expired,
    } = key;
    let from = if networks.is_empty() {
        "Any address".to_owned()
    } else {
        networks.join(", ")
    };
    let called = name.clone();
    view! {
        <tr>
            <td data-label="Key">
                <span class="cell-lines"><b>{name}</b> <code>{prefix} "…"</code> <small>"Made " <Moment at=created_at/></small></span>
            </td>
            <td data-label="May do"><span class="cell-lines">{scopes.into_iter().map(|scope| view! { <span>{scope}</span> }).collect_view()}</span></td>
            <td data-label="From">{from}</td>
            <td data-label="Daily cap" class="number">{match daily_cap {
                Some(amount) => view! { <MoneyText amount/> }.into_any(),
                None => "None".into_any(),
            }}</td>
            <td data-label="Last use">{match last_used_at {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => "Never".into_any(),
            }}</td>
            <td data-label="State">
                <span class="cell-lines">
                {if revoked_at.is_some() {
                    view! { <StatusBadge label="Revoked"/> }.into_any()
                } else if is_expired {
                    view! { <StatusBadge label="Expired"/> }.into_any()
                } else {
                    view! {
                        <StatusBadge label="Works" mood="good"/>
                        {expires_at.map(|at| view! { <small>"until " <Moment at/></small> })}
                        <details class="row-more">
                            <summary>"Revoke " <span class="visually-hidden">{called.clone()}</span></summary>
                            <p>"Every system that uses this key is refused from the next request on. Orders under way are finished. A revoked key never works again."</p>
                            <PostForm<Revoke>>
                                <input type="hidden" name="api_key" value=id.to_string()/>
                                <SubmitButton kind="danger">"Revoke " {called}</SubmitButton>
                            </PostForm<Revoke>>
                        </details>
                    }
                    .into_any()
                }}
                </span>
            </td>
        </tr>
    }
}
