import type { Metric } from "./metrics"
import type { Definition } from "./schema"

export const defaultReworkWords = ["hotfix", "revert"]

const population =
  "Records whose deployedAt lies in the window (from ≤ deployedAt < to), of the application and environment asked for."
const notReached = "FAILED and PENDING records: they never ran in the environment."
const averaging =
  "A window that begins before the first record is averaged from the first record on, over at least one day; days that have not been yet do not count."

/** How every number of Insights is computed. `version` goes up whenever a formula changes, so that figures can be compared. */
const definitions: Record<Metric, Definition> = {
  reached: {
    version: 1,
    title: "Deployment frequency",
    formula: "count of DEPLOYED and ROLLED_BACK",
    population,
    excluded: [notReached],
  },
  failed: { version: 1, title: "Failed", formula: "count of FAILED", population, excluded: [] },
  rolledBack: { version: 1, title: "Rolled back", formula: "count of ROLLED_BACK", population, excluded: [] },
  pending: {
    version: 1,
    title: "Pending",
    formula: "count of PENDING",
    population,
    excluded: ["PENDING records count in no other number."],
  },
  perDay: {
    version: 1,
    title: "Deployments a day",
    formula: "reached ÷ days of the window (of 24 h)",
    population,
    excluded: [notReached, averaging],
  },
  deployDaysPerWeek: {
    version: 2,
    title: "Deploy days a week",
    formula: "local calendar days with at least one reached ÷ days of the window × 7",
    population,
    excluded: [notReached, "Days before the first record and days that have not been yet."],
  },
  rollbackRate: {
    version: 1,
    title: "Rollback rate",
    formula: "ROLLED_BACK ÷ reached",
    population,
    excluded: [notReached],
  },
  failureRate: {
    version: 1,
    title: "Failure rate",
    formula: "FAILED ÷ finished (DEPLOYED, FAILED, ROLLED_BACK)",
    population,
    excluded: ["PENDING records: not finished."],
  },
  changeFailRate: {
    version: 1,
    title: "Change fail rate",
    formula:
      "changes that needed remediation ÷ changes; a change is a reached deployment that is not itself a rollback. It needed remediation when it is marked ROLLED_BACK or a rollback went back to the tag live right before it (A→B→C→A: B)",
    population,
    excluded: [
      notReached,
      "Rollbacks: they remedy a change. One that had to be remedied itself is no change either.",
    ],
  },
  reworkRate: {
    version: 1,
    title: "Rework rate",
    formula: "rollbacks, and reached deployments whose branch or notes hold one of the words ÷ reached",
    population,
    excluded: [notReached],
  },
  durationSeconds: {
    version: 2,
    title: "Duration",
    formula: "completedAt − deployedAt; percentiles are percentile_cont",
    population,
    excluded: [
      "Finished records without both times, or a start and an end reported one after the other: counted as unknown.",
      "Records that stayed PENDING for more than a day before they were closed: counted as closed late.",
      "PENDING records: not finished.",
    ],
  },
  leadTimeSeconds: {
    version: 1,
    title: "Change lead time",
    formula:
      "deployedAt − committedAt of the first arrival of each image tag in the environment asked for; with none asked for, of its first arrival in production",
    population,
    excluded: [
      "First arrivals without committedAt: counted as unknown.",
      "Commits dated after their deployment: counted as negative.",
      "Later arrivals of the same tag.",
    ],
  },
  promotionTimeSeconds: {
    version: 2,
    title: "Promotion time",
    formula:
      "first arrival of a tag in an environment − its first arrival in the stage below, the next lower rank that the application used by then or that the tag reached; `whole` is from the lowest such stage to production",
    population,
    excluded: [
      "Tags that skipped the stage below: counted as skipped.",
      "Tags that reached the stage below later: counted as out of order.",
    ],
  },
  recoveryTimeSeconds: {
    version: 1,
    title: "Recovery time",
    formula:
      "from the arrival of a change that needed remediation to the next DEPLOYED record of the same application and environment; median",
    population,
    excluded: ["Changes with no DEPLOYED record since: counted as open."],
  },
}

/** The definitions as they were applied, the rework words included. */
export function definitionsFor(reworkWords: readonly string[]): Record<Metric, Definition> {
  const rework = definitions.reworkRate
  return {
    ...definitions,
    reworkRate: { ...rework, formula: `${rework.formula}; words: ${reworkWords.join(", ")}` },
  }
}
