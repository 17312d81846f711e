import type { Metric } from "./metric-names"
import type { Definition } from "./schema"

export const defaultReworkWords = ["hotfix", "revert"]

const population =
  "Records with deployedAt in the window (from ≤ deployedAt < to), for the requested application and environment."
const notReached =
  "FAILED and PENDING records, and those rolled back after they FAILED: they never ran in the environment."
const averaging =
  "A window that starts before the first record is averaged from the first record on, over at least one day; future days do not count."

type Defined = Pick<Definition, "title" | "summary" | "formula"> &
  Partial<Pick<Definition, "version" | "excluded">>

/** `version` is incremented whenever a formula changes, from 1, so that figures stay comparable. */
const definitions: Record<Metric, Defined> = {
  reached: {
    title: "Deployment frequency",
    summary: "How many deployments reached the environment.",
    formula: "count of DEPLOYED, and of ROLLED_BACK after DEPLOYED",
    excluded: [notReached],
  },
  failed: {
    title: "Failed",
    summary: "How many deployments failed and never ran in the environment.",
    formula: "count of FAILED, and of ROLLED_BACK after FAILED",
  },
  rolledBack: {
    title: "Rolled back",
    summary: "How many deployments ran and were then marked as rolled back.",
    formula: "count of ROLLED_BACK after DEPLOYED",
  },
  pending: {
    title: "Pending",
    summary: "How many deployments have started and not finished.",
    formula: "count of PENDING",
    excluded: ["PENDING records count in no other metric."],
  },
  perDay: {
    title: "Deployments per day",
    summary: "How often a new version reaches the environment, on average.",
    formula: "reached ÷ days of the window (of 24 h)",
    excluded: [notReached, averaging],
  },
  deployDaysPerWeek: {
    version: 2,
    title: "Deploy days per week",
    summary: "On how many days of a week something is deployed, on average.",
    formula: "local calendar days with at least one reached deployment ÷ days of the window × 7",
    excluded: [notReached, "Days before the first record and future days."],
  },
  rollbackRate: {
    title: "Rollback rate",
    summary: "How many of the deployments that ran were marked as rolled back.",
    formula: "rolled back ÷ reached",
    excluded: [notReached],
  },
  failureRate: {
    title: "Failure rate",
    summary: "How many of the finished deployments never ran.",
    formula: "failed ÷ finished (DEPLOYED, FAILED, ROLLED_BACK)",
    excluded: ["PENDING records: not finished."],
  },
  changeFailRate: {
    title: "Change fail rate",
    summary: "How many of the changes had to be undone after they ran.",
    formula:
      "changes that needed remediation ÷ changes; a change is a reached deployment that is not itself a rollback. It needed remediation if it is marked ROLLED_BACK or a rollback returned to the tag that was live right before it (A→B→C→A: B)",
    excluded: [
      notReached,
      "Rollbacks: they remediate a change. A rollback that needed remediation itself is not a change either.",
    ],
  },
  reworkRate: {
    title: "Rework rate",
    summary: "How many deployments were unplanned: rollbacks, hotfixes and reverts.",
    formula: "rollbacks, and reached deployments whose branch or notes contain one of the words ÷ reached",
    excluded: [notReached],
  },
  durationSeconds: {
    version: 2,
    title: "Duration",
    summary: "How long a deployment takes from start to end.",
    formula: "completedAt − deployedAt; percentiles are percentile_cont",
    excluded: [
      "Finished records without both times, or without a start and end reported in separate requests: counted as unknown.",
      "Records that stayed PENDING for more than a day before they were closed: counted as closed late.",
      "PENDING records: not finished.",
    ],
  },
  leadTimeSeconds: {
    title: "Change lead time",
    summary: "How long a commit takes until it runs in the environment.",
    formula:
      "deployedAt − committedAt of the first arrival of each image tag in the requested environment; if none is requested, of its first arrival in production",
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
    excluded: [
      "Tags that skipped the stage below: counted as skipped.",
      "Tags that reached the stage below later: counted as out of order.",
    ],
  },
  recoveryTimeSeconds: {
    title: "Recovery time",
    summary: "How long the environment keeps a change that has to be undone.",
    formula:
      "from the arrival of a change that needed remediation to the next DEPLOYED record of the same application and environment; median",
    excluded: ["Changes with no DEPLOYED record since: counted as open."],
  },
}

export function definitionsFor(reworkWords: readonly string[]): Record<Metric, Definition> {
  const applied = ([metric, { formula, ...definition }]: [string, Defined]) => {
    const words = metric === "reworkRate" ? `; words: ${reworkWords.join(", ")}` : ""
    return [metric, { version: 1, population, excluded: [], ...definition, formula: formula + words }]
  }
  return Object.fromEntries(Object.entries(definitions).map(applied))
}
