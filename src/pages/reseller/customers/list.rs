//! `/reseller/customers`: the shop's customers, fifty to a page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Choice, Column, EmptyState, Field, FilterForm, ListTable, Moment, MoneyText, Pagination, Select,
        StatusBadge,
    },
    pages::{
        answer::answer,
        list_address::{address, asked_for},
        words::Mood,
    },
    server_fns,
    shared::crm::{AccountStatus, CustomerList, CustomerRow},
};

const PATH: &str = "/reseller/customers";

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    q: String,
    state: String,
    sort: String,
    from: String,
    until: String,
    after: String,
}

impl Asked {
    fn href(&self, path: &str, sort: &str, after: &str) -> String {
        address(
            path,
            &[
                ("q", &self.q),
                ("state", &self.state),
                ("sort", sort),
                ("from", &self.from),
                ("until", &self.until),
                ("after", after),
            ],
        )
    }
}

/// The list of customers.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let asked = Asked {
        q: asked_for("q"),
        state: asked_for("state"),
        sort: asked_for("sort"),
        from: asked_for("from"),
        until: asked_for("until"),
        after: asked_for("after"),
    };
    view! {
        <Title text="Customers"/>
        {Suspend::new(async move {
            let Asked { q, state, sort, from, until, after } = asked.clone();
            let read = server_fns::customers::customers(
                Some(q),
                Some(state),
                Some(sort),
                Some(from),
                Some(until),
                Some(after),
            )
            .await;
            answer(read, move |list| show(list, asked))
        })}
    }
}

fn show(list: CustomerList, asked: Asked) -> impl IntoView {
    let is_filtered = [&asked.q, &asked.state, &asked.from, &asked.until]
        .iter()
        .any(|text| !text.is_empty());
    let csv = if list.may_export {
        asked.href("/reseller/customers.csv", &asked.sort, "")
    } else {
        String::new()
    };
    let mut states = vec![Choice::new("", "All but closed")];
    states.extend(AccountStatus::ALL.map(|status| Choice::new(status.as_str(), status.in_words())));
    let next = list
        .page
        .next
        .as_deref()
        .map(|after| asked.href(PATH, &asked.sort, after));
    let first = (!asked.after.is_empty()).then(|| asked.href(PATH, &asked.sort, ""));
    let rows = if list.page.rows.is_empty() {
        nobody(is_filtered).into_any()
    } else {
        table(list.page.rows, &asked).into_any()
    };
    view! {
        <header class="surface-head"><h1>"Customers"</h1></header>
        <FilterForm path=PATH is_filtered csv>
            <input type="hidden" name="sort" value=asked.sort/>
            <Field
                label="Find"
                name="q"
                kind="search"
                value=asked.q
                maxlength=254
                hint="E-mail, name, number, ICCID or order"
            />
            <Select label="Status" name="state" value=asked.state choices=states/>
            <Field label="Joined from" name="from" kind="date" value=asked.from/>
            <Field label="Joined until" name="until" kind="date" value=asked.until/>
        </FilterForm>
        <section class="panel" aria-label="Customers">
            {rows}
        </section>
        <Pagination first next/>
    }
}

fn nobody(is_filtered: bool) -> impl IntoView {
    let (title, text) = if is_filtered {
        (
            "Nobody found",
            "An e-mail address or a name is found by its beginning; a number, an ICCID and an order by the whole of it.",
        )
    } else {
        (
            "No customers yet",
            "Everybody who registers in your shop appears here.",
        )
    };
    view! { <EmptyState icon="users" title text/> }
}

fn table(rows: Vec<CustomerRow>, asked: &Asked) -> impl IntoView {
    let is_by_seen = asked.sort == "seen";
    let columns = vec![
        Column::plain("Customer"),
        Column::plain("Status"),
        Column::plain("Joined").sorting(asked.href(PATH, "", ""), (!is_by_seen).then_some("descending")),
        Column::plain("Last seen").sorting(asked.href(PATH, "seen", ""), is_by_seen.then_some("descending")),
        Column::number("Balance"),
    ];
    view! { <ListTable caption="Customers" columns>{rows.into_iter().map(row).collect_view()}</ListTable> }
}

fn row(customer: CustomerRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Customer" class="customer-cell">
                <span>
                    <a href=format!("{PATH}/{}", customer.id)>{customer.email}</a>
                    <small>{customer.name}</small>
                </span>
            </td>
            <td data-label="Status"><AccountBadge status=customer.status is_verified=customer.is_verified/></td>
            <td data-label="Joined"><Moment at=customer.joined_at/></td>
            <td data-label="Last seen"><Moment at=customer.last_seen_at/></td>
            <td data-label="Balance" class="number"><MoneyText amount=customer.balance/></td>
        </tr>
    }
}

/// The state of an account in one word.
#[component]
pub fn AccountBadge(status: AccountStatus, is_verified: bool) -> impl IntoView {
    let (label, mood) = match status {
        AccountStatus::Active if is_verified => ("Active", Mood::Good),
        AccountStatus::Active => ("Not verified", Mood::Attention),
        AccountStatus::Suspended => ("Suspended", Mood::Bad),
        AccountStatus::Deleted => ("Closed", Mood::Quiet),
    };
    view! { <StatusBadge label mood=mood.as_str()/> }
}
