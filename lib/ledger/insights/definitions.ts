import type { Metric } from "./metrics"
import type { Definition } from "./schema"

export const defaultReworkWords = ["hotfix", "revert"]

const population =
  "Records with deployedAt in the window (from ≤ deployedAt < to), for the requested application and environment."
const notReached =
  "FAILED and PENDING records, and those rolled back after they FAILED: they never ran in the environment."
const averaging =
  "A window that starts before the first record is averaged from the first record on, over at least one day; future days do not count."

/**
 * How each metric is computed. `version` is incremented whenever a formula changes, so that figures stay comparable.
 */
const definitions: Record<Metric, Definition> = {
  reached: {
    version: 1,
    title: "Deployment frequency",
    summary: "How many deployments reached the environment.",
    formula: "count of DEPLOYED, and of ROLLED_BACK after DEPLOYED",
    population,
    excluded: [notReached],
  },
  failed: {
    version: 1,
    title: "Failed",
    summary: "How many deployments failed and never ran in the environment.",
    formula: "count of FAILED, and of ROLLED_BACK after FAILED",
    population,
    excluded: [],
  },
  rolledBack: {
    version: 1,
    title: "Rolled back",
    summary: "How many deployments ran and were then marked as rolled back.",
    formula: "count of ROLLED_BACK after DEPLOYED",
    population,
    excluded: [],
  },
  pending: {
    version: 1,
    title: "Pending",
    summary: "How many deployments have started and not finished.",
    formula: "count of PENDING",
    population,
    excluded: ["PENDING records count in no other metric."],
  },
  perDay: {
    version: 1,
    title: "Deployments per day",
    summary: "How often a new version reaches the environment, on average.",
    formula: "reached ÷ days of the window (of 24 h)",
    population,
    excluded: [notReached, averaging],
  },
  deployDaysPerWeek: {
    version: 2,
    title: "Deploy days per week",
    summary: "On how many days of a week something is deployed, on average.",
    formula: "local calendar days with at least one reached deployment ÷ days of the window × 7",
    population,
    excluded: [notReached, "Days before the first record and future days."],
  },
  rollbackRate: {
    version: 1,
    title: "Rollback rate",
    summary: "How many of the deployments that ran were marked as rolled back.",
    formula: "rolled back ÷ reached",
    population,
    excluded: [notReached],
  },
  failureRate: {
    version: 1,
    title: "Failure rate",
    summary: "How many of the finished deployments never ran.",
    formula: "failed ÷ finished (DEPLOYED, FAILED, ROLLED_BACK)",
    population,
    excluded: ["PENDING records: not finished."],
  },
  changeFailRate: {
    version: 1,
    title: "Change fail rate",
    summary: "How many of the changes had to be undone after they ran.",
    formula:
      "changes that needed remediation ÷ changes; a change is a reached deployment that is not itself a rollback. It needed remediation if it is marked ROLLED_BACK or a rollback returned to the tag that was live right before it (A→B→C→A: B)",
    population,
    excluded: [
      notReached,
      "Rollbacks: they remediate a change. A rollback that needed remediation itself is not a change either.",
    ],
  },
  reworkRate: {
    version: 1,
    title: "Rework rate",
    summary: "How many deployments were unplanned: rollbacks, hotfixes and reverts.",
    formula: "rollbacks, and reached deployments whose branch or notes contain one of the words ÷ reached",
    population,
    excluded: [notReached],
  },
  durationSeconds: {
    version: 2,
    title: "Duration",
    summary: "How long a deployment takes from start to end.",
    formula: "completedAt − deployedAt; percentiles are percentile_cont",
    population,
    excluded: [
      "Finished records without both times, or without a start and end reported in separate requests: counted as unknown.",
      "Records that stayed PENDING for more than a day before they were closed: counted as closed late.",
      "PENDING records: not finished.",
    ],
  },
  leadTimeSeconds: {
    version: 1,
    title: "Change lead time",
    summary: "How long a commit takes until it runs in the environment.",
    formula:
      "deployedAt − committedAt of the first arrival of each image tag in the requested environment; if none is requested, of its first arrival in production",
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
    summary: "How long a version waits in one stage before it reaches the next.",
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
    summary: "How long the environment keeps a change that has to be undone.",
    formula:
      "from the arrival of a change that needed remediation to the next DEPLOYED record of the same application and environment; median",
    population,
    excluded: ["Changes with no DEPLOYED record since: counted as open."],
  },
}

/** The definitions as applied, including the rework words. */
export function definitionsFor(reworkWords: readonly string[]): Record<Metric, Definition> {
  const rework = definitions.reworkRate
  return {
    ...definitions,
    reworkRate: { ...rework, formula: `${rework.formula}; words: ${reworkWords.join(", ")}` },
  }
}
