//! The catalogue with its switches.

use sqlx::PgConnection;
use uuid::Uuid;

use super::PlanRecord;
use crate::{
    domain::{
        error::Internal,
        esims::assortment::{Filter, Switched},
    },
    shared::{
        assortment::PlaceSwitch,
        ids::{PlanId, ResellerId},
        money::Money,
        pricing::SupplierFloorRow,
    },
};

pub(in crate::domain::esims) async fn plans(
    conn: &mut PgConnection,
    reseller: ResellerId,
    search: &str,
    filter: &Filter,
    after: (&str, Option<PlanId>),
    limit: i64,
) -> Result<Vec<Switched>, Internal> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PlanId", p.provider, p.provider_product_id, p.name, p.coverage, p.place, p.place_slug,
                  p.countries::text[] as "countries!", p.data_mb, p.fair_use, p.speed, p.validity_days, p.can_top_up,
                  p.cost_micros, p.cost_currency, p.minimum_price_micros, p.minimum_price_currency,
                  own.key is null as "is_on!", place.key is not null as "is_place_off!"
           from esim_data_plans p
           left join switched_off own
               on own.reseller_id = $1 and own.kind = 'plan' and own.key = 'pln_' || replace(p.id::text, '-', '')
           left join switched_off place
               on place.reseller_id = $1 and place.kind = 'place' and place.key = p.place_slug
           where p.is_active and (p.place_slug, p.id) > ($2, $3)
             and ($4 = '' or strpos(lower(p.name), lower($4)) > 0 or strpos(lower(p.place), lower($4)) > 0)
             and ($5::text is null or p.place_slug = $5)
             and ($6::boolean is null or (own.key is null and place.key is null) = $6)
           order by p.place_slug, p.id limit $7"#,
        reseller.uuid(),
        after.0,
        after.1.map_or(Uuid::nil(), PlanId::uuid),
        search,
        filter.place,
        filter.is_on,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let plan = PlanRecord {
                id: row.id,
                provider: row.provider,
                provider_product_id: row.provider_product_id,
                name: row.name,
                coverage: row.coverage,
                place: row.place,
                place_slug: row.place_slug,
                countries: row.countries,
                data_mb: row.data_mb,
                fair_use: row.fair_use,
                speed: row.speed,
                validity_days: row.validity_days,
                can_top_up: row.can_top_up,
                cost_micros: row.cost_micros,
                cost_currency: row.cost_currency,
                minimum_price_micros: row.minimum_price_micros,
                minimum_price_currency: row.minimum_price_currency,
            };
            Ok(Switched {
                plan: plan.plan()?,
                is_on: row.is_on,
                is_place_off: row.is_place_off,
            })
        })
        .collect()
}

pub(in crate::domain::esims) async fn places(
    conn: &mut PgConnection,
    reseller: ResellerId,
    search: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<PlaceSwitch>, sqlx::Error> {
    sqlx::query_as!(
        PlaceSwitch,
        r#"select p.place_slug as slug, min(p.place) as "name!", count(*) as "plans!",
                  bool_and(place.key is null) as "is_on!", count(own.key) as "plans_off!"
           from esim_data_plans p
           left join switched_off own
               on own.reseller_id = $1 and own.kind = 'plan' and own.key = 'pln_' || replace(p.id::text, '-', '')
           left join switched_off place
               on place.reseller_id = $1 and place.kind = 'place' and place.key = p.place_slug
           where p.is_active and p.place_slug > $2
             and ($3 = '' or strpos(lower(p.place), lower($3)) > 0)
           group by p.place_slug order by p.place_slug limit $4"#,
        reseller.uuid(),
        after,
        search,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::esims) async fn supplier_floors(
    conn: &mut PgConnection,
) -> Result<Vec<SupplierFloorRow>, Internal> {
    let rows = sqlx::query!(
        r#"select provider, name, cost_micros, cost_currency, minimum_price_micros as "minimum!",
                  minimum_price_currency as "minimum_currency!"
           from esim_data_plans where is_active and minimum_price_micros is not null order by name, id limit 50"#,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SupplierFloorRow {
                provider: row.provider,
                plan: row.name,
                cost: Money::from_micros(row.cost_micros, row.cost_currency.parse()?),
                minimum_price: Money::from_micros(row.minimum, row.minimum_currency.parse()?),
            })
        })
        .collect()
}
