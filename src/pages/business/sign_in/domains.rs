//! Domains of the company's addresses.

use leptos::prelude::*;

use super::super::{super::reseller::set_up::forms::above, files::csv};
use crate::{
    components::{
        Column, Field, ListTable, Moment, PostForm, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::sign_in::{AddDomain, CheckDomain, RemoveDomain},
    shared::sign_in::EmailDomainRow,
};

/// The list with the texts for the DNS, and the form for another one.
#[component]
pub fn Domains(domains: Vec<EmailDomainRow>) -> impl IntoView {
    let failed = failure::<AddDomain>();
    let whole_form = above(failed.as_ref(), &["email_domain"]);
    let wrong = of_field(failed.as_ref(), "email_domain");
    let is_empty = domains.is_empty();
    let columns = vec![
        Column::plain("Domain"),
        Column::plain("Record in the DNS"),
        Column::plain("State"),
        Column::plain(""),
    ];
    view! {
        <section class="panel" aria-labelledby="domains-title">
            <h2 id="domains-title">"Your e-mail domains"</h2>
            <p class="muted">"Accounts for new people are made only in domains that are proven to be yours. Somebody with another address is invited at Members, accepts once, and signs in with your provider from then on."</p>
            {(!is_empty).then(|| view! {
                <ListTable caption="Domains of e-mail addresses" columns csv=csv("/business/sign-in/domains.csv")>{domains.into_iter().map(row).collect_view()}</ListTable>
            })}
            {whole_form}
            <PostForm<AddDomain> class="surface-form">
                <Field label="Another domain" name="email_domain" required=true maxlength=253 hint="What stands behind the @, such as example.com." error=wrong/>
                <div><SubmitButton>"Add domain"</SubmitButton></div>
            </PostForm<AddDomain>>
        </section>
    }
}

fn row(row: EmailDomainRow) -> impl IntoView {
    let EmailDomainRow {
        domain,
        record_name,
        record_value,
        checked_at,
        verified_at,
    } = row;
    let is_proven = verified_at.is_some();
    let (of_check, named) = (domain.clone(), domain.clone());
    view! {
        <tr>
            <td data-label="Domain"><b>{domain.clone()}</b></td>
            <td data-label="Record in the DNS">
                <span class="cell-lines"><small>"TXT at"</small> <code>{record_name}</code> <small>"with the text"</small> <code>{record_value}</code></span>
            </td>
            <td data-label="State">
                <span class="cell-lines">
                    {if is_proven {
                        view! { <StatusBadge label="Proven" mood="good"/> }.into_any()
                    } else {
                        view! { <StatusBadge label="Not proven" mood="attention"/> }.into_any()
                    }}
                    {checked_at.map(|at| view! { <small>"looked " <Moment at/></small> })}
                </span>
            </td>
            <td class="row-actions">
                {(!is_proven).then(|| view! {
                    <PostForm<CheckDomain>>
                        <input type="hidden" name="email_domain" value=of_check/>
                        <SubmitButton kind="secondary">"Check " <span class="visually-hidden">{named}</span></SubmitButton>
                    </PostForm<CheckDomain>>
                })}
                <PostForm<RemoveDomain>>
                    <input type="hidden" name="email_domain" value=domain.clone()/>
                    <SubmitButton kind="secondary">"Remove " <span class="visually-hidden">{domain}</span></SubmitButton>
                </PostForm<RemoveDomain>>
            </td>
        </tr>
    }
}
