//! `/reseller/companies/{id}`: one company, what it has agreed, and whether it is open.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::set_up::forms::{above, saved},
    invoices::CompanyInvoices,
    list::CompanyBadge,
};
use crate::{
    components::{
        Checkbox, Choice, DefinitionList, Fact, Field, Moment, MoneyText, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        clients::{GrantCredit, SetState},
    },
    shared::{
        company::{ClientMoney, ClientRow, ClientView, PlanTier},
        error::AppError,
        ids::OrganizationId,
    },
};

/// One company.
#[component]
pub fn CompanyPage() -> impl IntoView {
    let id = id_in_path::<OrganizationId>();
    view! {
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::clients::client(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(view: ClientView) -> impl IntoView {
    let ClientView {
        row,
        owners,
        money,
        may_help,
        may_grant,
    } = view;
    let form = row.clone();
    let id = row.id;
    view! {
        <Title text=row.name.clone()/>
        <p class="back"><a href="/reseller/companies">"Companies"</a></p>
        <header class="surface-head"><h1>{row.name}</h1><CompanyBadge is_active=row.is_active/></header>
        {saved(&[
            ("opened", "The company is set up. Its owner has a mail with a link that works for 7 days."),
            ("credit", "Saved. It counts from the company's next order."),
            ("state", "Saved. It counts from the next page its people open."),
        ])}
        <section class="panel">
            <DefinitionList>
                <Fact name="Owners">{if owners.is_empty() { "Nobody yet".to_owned() } else { owners.join(", ") }}</Fact>
                <Fact name="Billing e-mail">{row.billing_email}</Fact>
                <Fact name="Plan">{row.plan.in_words()}</Fact>
                <Fact name="Time zone">{row.timezone}</Fact>
                <Fact name="Members">{row.members}</Fact>
                <Fact name="Employees">{row.employees}</Fact>
                <Fact name="To spend"><MoneyText amount=money.available/></Fact>
                <Fact name="Since"><Moment at=row.created_at/></Fact>
                <Fact name="Id"><code>{row.id.to_string()}</code></Fact>
            </DefinitionList>
        </section>
        <CompanyInvoices id=form.id/>
        {may_help.then(|| view! { <StateForm row=form/> })}
        {may_grant.then(|| view! { <CreditForm id money/> })}
    }
}

/// How far below zero the company's wallet may go.
#[component]
fn CreditForm(id: OrganizationId, money: ClientMoney) -> impl IntoView {
    let failed = failure::<GrantCredit>();
    let currency = money.credit_limit.currency();
    view! {
        <section class="panel" aria-labelledby="credit-title">
            <h2 id="credit-title">"Credit"</h2>
            {above(failed.as_ref(), &["limit"])}
            {if money.can_have_credit {
                view! {
                    <PostForm<GrantCredit> class="surface-form">
                        <input type="hidden" name="organization" value=id.to_string()/>
                        <Field
                            label=format!("Credit limit in {}", currency.code())
                            name="limit"
                            inputmode="decimal"
                            value=money.credit_limit.amount()
                            hint="The company can buy this much before it has paid. Your float pays the platform meanwhile. 0 is no credit."
                            required=true
                            error=of_field(failed.as_ref(), "limit")
                        />
                        <div><SubmitButton>"Save"</SubmitButton></div>
                    </PostForm<GrantCredit>>
                }
                .into_any()
            } else {
                view! {
                    <p class="muted">"Companies of this shop pay before they buy: the platform collects for it, and would bear what is not paid."</p>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn StateForm(row: ClientRow) -> impl IntoView {
    let failed = failure::<SetState>();
    let plans = PlanTier::ALL
        .map(|plan| Choice::new(plan.as_str(), plan.in_words()))
        .to_vec();
    view! {
        <section class="panel" aria-labelledby="state-title">
            <h2 id="state-title">"Plan and state"</h2>
            {above(failed.as_ref(), &["plan_tier"])}
            <PostForm<SetState> class="surface-form">
                <input type="hidden" name="organization" value=row.id.to_string()/>
                <Select label="Plan" name="plan_tier" choices=plans value=row.plan.as_str() error=of_field(failed.as_ref(), "plan_tier")/>
                <Checkbox label="The company is active" name="is_on" checked=row.is_active/>
                <p class="muted">"While it is not, its people look at everything and change nothing."</p>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<SetState>>
        </section>
    }
}
