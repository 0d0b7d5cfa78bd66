// The page of debits: strikes as a calendar, stops with their cut-off, a bureau's file without what is stopped.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const get = async (url: string) => (await world.ask("GET", url)).json();

test("strikes, stops and a filtered file agree", async () => {
  const order = (id: string, amount: string) => ({
    end_to_end_id: id,
    mandate: `M-${id}`,
    customer: "C/1 é",
    amount,
    strike_on: "2026-07-27",
    product: "Fibre",
  });
  const put = await world.ask("POST", "/v1/debits", {
    debits: [order("E-1", "10.00"), order("E-2", "5.50")],
  });
  expect(put.statusCode, put.body).toBe(200);
  await world.ask("POST", "/v1/debits/stop", { end_to_end_id: "E-1", reason: "asked by phone" });

  const strikes = await get("/v1/debits/strikes");
  expect(strikes.today).toBe("2026-06-30");
  expect(strikes.days).toMatchObject([
    {
      strike_on: "2026-07-27",
      currency: "ZAR",
      debits: 2,
      minor: "1550",
      stopped: 1,
      stopped_minor: "1000",
      waiting: 1,
      told: 0,
    },
  ]);
  const { stops } = await get("/v1/debits/live-stops");
  expect(stops).toMatchObject([
    {
      end_to_end_id: "E-1",
      mandate: "M-E-1",
      customer: "C/1 é",
      name: "Thandi",
      amount_minor: "1000",
      meaning: "manual",
      reason: "asked by phone",
      after_cutoff: false,
      cutoff_at: strikes.days[0].cutoff_at,
    },
  ]);

  const file =
    "kind,mandate,end to end,account,amount,day\nD,M-E-1,E-1,1,10.00,2026-07-27\nD,M-E-2,E-2,2,5.50,2026-07-27\nT,2,,,15.50,\n";
  const sent = await world.ask(
    "POST",
    "/v1/debits/filter?name=july.csv&layout=csv-with-trailer&mark_sent=true",
    file,
    { "content-type": "text/csv" },
  );
  expect(sent.statusCode, sent.body).toBe(201);
  expect(sent.json()).toMatchObject({
    file: "july.csv",
    kept: 1,
    removed: 1,
    sum_before: "15.50",
    sum_after: "5.50",
    sent: 1,
    has_output: true,
  });
  const { files } = await get("/v1/debits/filtered");
  expect(files).toEqual([sent.json()]);
  const url = `/v1/debits/filtered/${sent.json().filter_id}`;
  const output = await get(`${url}/output`);
  expect(output.name).toBe("july.filtered.csv");
  expect(Buffer.from(output.base64, "base64").toString()).toBe(
    "kind,mandate,end to end,account,amount,day\nD,M-E-2,E-2,2,5.50,2026-07-27\nT,1,,,5.50,\n",
  );
  const report = await get(`${url}/report`);
  expect(Buffer.from(report.base64, "base64").toString()).toContain("M-E-1,E-1");

  const broken = await world.ask("POST", "/v1/debits/filter?name=x.xml", "no file", {
    "content-type": "application/xml",
  });
  expect(broken.statusCode, broken.body).toBe(422);
});
