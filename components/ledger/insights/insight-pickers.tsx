import type { ReactNode } from "react"
import { applicationCookie, savePreference } from "@/components/layout/preferences"
import { AnnulledSwitch } from "@/components/ledger/deployments/annulled-switch"
import type { Window } from "@/components/ledger/insights/comparison"
import {
  type Choices,
  type Comparison,
  type InsightFilter,
  type InsightQuestion,
  isRangePair,
  noComparison,
  pairOf,
  type RangeName,
  type RangePair,
  rangeBefore,
  rangeLabel,
  rangeNames,
  rangePairNames,
  rangePairs,
} from "@/components/ledger/insights/insights-query"
import { Combobox } from "@/components/ui/combobox"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { TextField } from "@/components/ui/text-field"
import { allValue as all } from "@/lib/ledger/deployments/all-value"
import { formatIsoDay } from "@/lib/platform/format"

export type InsightPickersProps = {
  question: InsightQuestion
  choices: Choices
  /** The table of all applications is shown instead of the graphs. */
  isTable: boolean
  choose: (next: Partial<InsightFilter>) => void
}

export function QuestionPickers({ question, choices, isTable, choose }: InsightPickersProps) {
  return (
    <>
      {!isTable && (
        <Combobox
          label="Application"
          value={question.application || all}
          onValueChange={(application) => {
            savePreference(applicationCookie, application || all)
            choose({ application: application || all })
          }}
          options={withAll(choices.applications)}
        />
      )}
      <Combobox
        label="Environment"
        value={question.environment || all}
        onValueChange={(environment) => choose({ environment: environment || all })}
        options={withAll(choices.environments)}
      />
      <RangePicker question={question} choose={choose} />
      {question.range === "custom" && (
        <CustomDays
          first={question.from}
          last={question.to}
          onDays={({ first, last }) => choose({ from: first, to: last })}
        />
      )}
    </>
  )
}

const rangeOptions = rangeNames.map((range) => ({ value: range, label: rangeLabel(range) }))
const pairOptions = rangePairNames.map((pair) => ({ value: pair, label: rangePairs[pair].label }))

function RangePicker({ question, choose }: Pick<InsightPickersProps, "question" | "choose">) {
  const pair = pairOf(question)
  return (
    <Picker<RangeName | RangePair>
      label="Range"
      value={pair ?? question.range}
      onValueChange={(next) => {
        if (isRangePair(next)) choose({ ...noComparison, ...rangePairs[next].choice })
        else choose(pair === null ? { range: next } : { ...noComparison, range: next })
      }}
      options={[...withHeading("Compared", pairOptions), ...withHeading("Range", rangeOptions)]}
    />
  )
}

function withHeading<Option extends object>(heading: string, [first, ...others]: readonly Option[]) {
  return first === undefined ? [] : [{ ...first, heading }, ...others]
}

export function summaryOf(question: InsightQuestion, isTable: boolean): string {
  const pair = pairOf(question)
  const { application, environment, range } = question
  return [
    isTable ? "All applications" : application || "All applications",
    environment || "all environments",
    pair === null ? rangeLabel(range) : rangePairs[pair].label,
  ].join(" · ")
}

export function GroupingPickers({
  question,
  viewerZone,
  isTable,
  choose,
  children,
}: Omit<InsightPickersProps, "choices"> & { viewerZone: string; children?: ReactNode }) {
  const zones = [...new Set([viewerZone, "UTC", question.timeZone])]
  return (
    <>
      <Segmented
        label="View"
        value={isTable ? "applications" : "graphs"}
        onValueChange={(view) => choose({ view })}
        options={[
          { value: "graphs", label: "Graphs" },
          { value: "applications", label: "All applications" },
        ]}
      />
      {!isTable && (
        <Segmented
          label="Bucket"
          value={question.bucket}
          onValueChange={(bucket) => choose({ bucket })}
          options={[
            { value: "day", label: "Days" },
            { value: "week", label: "Weeks" },
            { value: "month", label: "Months" },
          ]}
        />
      )}
      {children}
      <Picker
        label="Time zone"
        value={question.timeZone}
        onValueChange={(timeZone) => choose({ timeZone: timeZone === viewerZone ? null : timeZone })}
        options={zones.map((zone) => ({ value: zone, label: zone }))}
      />
      <AnnulledSwitch
        value={question.includeAnnulled}
        onValueChange={(includeAnnulled) => choose({ includeAnnulled })}
      />
    </>
  )
}

type Days = { first: string | null; last: string | null }

export function CustomDays({ first, last, onDays }: Days & { onDays: (days: Days) => void }) {
  const field = (label: string, day: string | null, choose: (day: string | null) => void) => (
    <TextField
      key={day}
      type="date"
      aria-label={label}
      defaultValue={day ?? undefined}
      onBlur={({ target: { value } }) => value !== (day ?? "") && choose(value || null)}
    />
  )
  return (
    <span className="flex items-center gap-1.5">
      {field("First day", first, (day) => onDays({ first: day, last }))}
      <span aria-hidden="true" className="text-muted">
        –
      </span>
      {field("Last day", last, (day) => onDays({ first, last: day }))}
    </span>
  )
}

function withAll(names: readonly string[], isOffered = true) {
  return [...(isOffered ? [{ value: all, label: "All, combined" }] : []), ...names]
}

const comparisonOptions = [
  { value: "previous", label: "Previous period" },
  { value: "month", label: "A month before", choice: { compareBefore: "month" } },
  { value: "quarter", label: "A quarter before", choice: { compareBefore: "quarter" } },
  { value: "year", label: "A year before", choice: { compareBefore: "year" } },
  { value: "last-month", label: "All of last month", choice: { compareRange: "last-month" } },
  { value: "last-quarter", label: "All of last quarter", choice: { compareRange: "last-quarter" } },
  { value: "last-year", label: "All of last year", choice: { compareRange: "last-year" } },
  { value: "window", label: "Other days" },
  { value: "application", label: "Another application" },
  { value: "environment", label: "Another environment" },
] as const

type ComparisonChoice = (typeof comparisonOptions)[number]["value"]

function choiceOf(chosen: Comparison): ComparisonChoice {
  if (chosen.compareApplication !== null) return "application"
  if (chosen.compareEnvironment !== null) return "environment"
  if (chosen.compareFrom !== null || chosen.compareTo !== null) return "window"
  return chosen.compareBefore ?? chosen.compareRange ?? "previous"
}

interface ComparisonPickersProps extends InsightPickersProps {
  /** The comparison of the shown figures, from which other days start; null while unknown. */
  compared: Window | null
}

export function ComparisonPickers({ question, choices, isTable, choose, compared }: ComparisonPickersProps) {
  const { application, environment, timeZone } = question
  const choice = choiceOf(question)
  const applications = choices.applications.filter((name) => name !== application)
  const environments = choices.environments.filter((name) => name !== environment)

  function compareWith(next: ComparisonChoice) {
    const days = compared && {
      compareFrom: formatIsoDay(compared.from, timeZone),
      compareTo: formatIsoDay(Date.parse(compared.to) - 1, timeZone),
    }
    const named = comparisonOptions
      .filter(({ value }) => value === next)
      .flatMap((one) => ("choice" in one ? one.choice : []))
    const chosen: Partial<Record<ComparisonChoice, Partial<Comparison>>> = {
      window: days ?? {},
      application: { compareApplication: application === "" ? (applications[0] ?? null) : all },
      environment: { compareEnvironment: environment === "" ? (environments[0] ?? null) : all },
    }
    choose({ ...noComparison, ...named[0], ...chosen[next] })
  }

  const isPossible = (option: ComparisonChoice) =>
    (!option.startsWith("last-") || option === choice || option === rangeBefore[question.range]) &&
    (option !== "application" || (!isTable && applications.length > 0)) &&
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
          value={question.compareApplication ?? ""}
          onValueChange={(name) => choose({ compareApplication: name || null })}
          options={withAll(applications, application !== "")}
        />
      )}
      {choice === "environment" && (
        <Combobox
          label="Compared environment"
          value={question.compareEnvironment ?? ""}
          onValueChange={(name) => choose({ compareEnvironment: name || null })}
          options={withAll(environments, environment !== "")}
        />
      )}
      {choice === "window" && (
        <CustomDays
          first={question.compareFrom}
          last={question.compareTo}
          onDays={({ first, last }) => choose({ compareFrom: first, compareTo: last })}
        />
      )}
    </>
  )
}
