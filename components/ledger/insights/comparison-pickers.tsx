"use client"

import { CustomDays, type InsightPickersProps, withAll } from "@/components/ledger/insights/insight-pickers"
import { type Comparison, noComparison, rangeBefore } from "@/components/ledger/insights/insights-query"
import { Combobox } from "@/components/ui/combobox"
import { Picker } from "@/components/ui/picker"
import { everyApplication as all } from "@/lib/ledger/deployments/every-application"
import { formatIsoDay } from "@/lib/platform/format"

const comparisonOptions = [
  { value: "previous", label: "Previous period" },
  { value: "month", label: "A month before" },
  { value: "quarter", label: "A quarter before" },
  { value: "year", label: "A year before" },
  { value: "last-month", label: "All of last month" },
  { value: "last-quarter", label: "All of last quarter" },
  { value: "last-year", label: "All of last year" },
  { value: "window", label: "Other days" },
  { value: "application", label: "Another application" },
  { value: "environment", label: "Another environment" },
] as const

type ComparisonChoice = (typeof comparisonOptions)[number]["value"]

function choiceOf(comparison: Comparison): ComparisonChoice {
  if (comparison.compareApplication !== null) return "application"
  if (comparison.compareEnvironment !== null) return "environment"
  if (comparison.compareFrom !== null || comparison.compareTo !== null) return "window"
  return comparison.compareBefore ?? comparison.compareRange ?? "previous"
}

interface ComparisonPickersProps extends InsightPickersProps {
  /** What the shown figures are compared with, from which other days start; null: not known yet. */
  compared: { from: string; to: string } | null
}

/** What the metrics are compared with. */
export function ComparisonPickers({
  question,
  choices,
  isCompared,
  choose,
  compared,
}: ComparisonPickersProps) {
  const { comparison, application, environment, timeZone } = question
  const { compareApplication, compareEnvironment, compareFrom, compareTo } = comparison
  const choice = choiceOf(comparison)
  const applications = choices.applications.filter((name) => name !== application)
  const environments = choices.environments.filter((name) => name !== environment)

  function compareWith(next: ComparisonChoice) {
    const days = compared && {
      compareFrom: formatIsoDay(compared.from, timeZone),
      compareTo: formatIsoDay(Date.parse(compared.to) - 1, timeZone),
    }
    const chosen: Record<ComparisonChoice, Partial<Comparison>> = {
      ...{ previous: {}, month: { compareBefore: "month" }, quarter: { compareBefore: "quarter" } },
      year: { compareBefore: "year" },
      ...{ "last-month": { compareRange: "last-month" }, "last-quarter": { compareRange: "last-quarter" } },
      "last-year": { compareRange: "last-year" },
      window: days ?? {},
      application: { compareApplication: application === "" ? (applications[0] ?? null) : all },
      environment: { compareEnvironment: environment === "" ? (environments[0] ?? null) : all },
    }
    choose({ ...noComparison, ...chosen[next] })
  }

  const isPossible = (option: ComparisonChoice) =>
    (!option.startsWith("last-") || option === choice || option === rangeBefore[question.range]) &&
    (option !== "application" || (!isCompared && applications.length > 0)) &&
    (option !== "environment" || environments.length > 0)
  return (
    <>
      <Picker
        label="Compare with"
        value={choice}
        onValueChange={compareWith}
        options={comparisonOptions.filter(({ value }) => isPossible(value))}
      />
      {choice === "application" && (
        <Combobox
          label="Compared application"
          value={compareApplication ?? ""}
          onValueChange={(name) => choose({ compareApplication: name || null })}
          options={withAll(applications, application !== "")}
        />
      )}
      {choice === "environment" && (
        <Combobox
          label="Compared environment"
          value={compareEnvironment ?? ""}
          onValueChange={(name) => choose({ compareEnvironment: name || null })}
          options={withAll(environments, environment !== "")}
        />
      )}
      {choice === "window" && (
        <CustomDays
          first={compareFrom}
          last={compareTo}
          onDays={({ first, last }) => choose({ compareFrom: first, compareTo: last })}
        />
      )}
    </>
  )
}
