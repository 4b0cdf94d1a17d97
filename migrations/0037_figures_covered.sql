-- A year of every shop's figures is read from the index alone: the table is written once a day and read by every chart.

alter table figures_daily drop constraint figures_daily_pkey,
    add primary key (reseller_id, day, kind, country, product, provider, currency)
        include (sales, refunds, charged_micros, refunded_micros, share_micros, earned_micros, float_micros, cost_micros,
                 platform_micros, commission_micros);
