"use client"

import { applicationCookie, savePreference } from "@/components/layout/preferences"
import { AnnulledSwitch } from "@/components/ledger/deployments/annulled-switch"
import type { Choices, InsightFilter, InsightQuestion } from "@/components/ledger/insights/insights-query"
import { rangeLabels, rangeNames } from "@/components/ledger/insights/insights-query"
import { Combobox } from "@/components/ui/combobox"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { TextField } from "@/components/ui/text-field"
import { everyApplication as all } from "@/lib/ledger/deployments/every-application"

type InsightPickersProps = {
  question: InsightQuestion
  choices: Choices
  /** All applications are compared. */
  isCompared: boolean
  choose: (next: Partial<InsightFilter>) => void
}

/** Application, environment and range of the metrics. */
export function QuestionPickers({ question, choices, isCompared, choose }: InsightPickersProps) {
  return (
    <>
      {!isCompared && (
        <Combobox
          label="Application"
          value={question.application || all}
          onValueChange={(application) => {
            savePreference(applicationCookie, application || all)
            choose({ application: application || all })
          }}
          options={[{ value: all, label: "All, combined" }, ...choices.applications.map(named)]}
        />
      )}
      <Combobox
        label="Environment"
        value={question.environment || all}
        onValueChange={(environment) => choose({ environment: environment || all })}
        options={[{ value: all, label: "All, combined" }, ...choices.environments.map(named)]}
      />
      <Picker
        label="Range"
        value={question.range}
        onValueChange={(range) => choose({ range })}
        options={rangeNames.map((range) => ({ value: range, label: rangeLabels[range] }))}
      />
      {question.range === "custom" && <CustomDays question={question} choose={choose} />}
    </>
  )
}

/** View, bucket size, time zone and annulled deployments. */
export function GroupingPickers({
  question,
  viewerZone,
  isCompared,
  choose,
}: Omit<InsightPickersProps, "choices"> & { viewerZone: string }) {
  const zones = [...new Set([viewerZone, "UTC", question.timeZone])]
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label="View"
        value={isCompared ? "applications" : "graphs"}
        onValueChange={(view) => choose({ view })}
        options={[
          { value: "graphs", label: "Graphs" },
          { value: "applications", label: "All applications" },
        ]}
      />
      {!isCompared && (
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
      <Picker
        label="Time zone"
        value={question.timeZone}
        onValueChange={(timeZone) => choose({ timeZone: timeZone === viewerZone ? null : timeZone })}
        options={zones.map(named)}
      />
      <AnnulledSwitch
        value={question.includeAnnulled}
        onValueChange={(includeAnnulled) => choose({ includeAnnulled })}
      />
    </div>
  )
}

function CustomDays({ question, choose }: Pick<InsightPickersProps, "question" | "choose">) {
  return (
    <span className="flex items-center gap-1.5">
      <TextField
        type="date"
        aria-label="First day"
        defaultValue={question.from ?? undefined}
        onBlur={(event) => choose({ from: event.target.value || null })}
      />
      <span aria-hidden="true" className="text-muted">
        –
      </span>
      <TextField
        type="date"
        aria-label="Last day"
        defaultValue={question.to ?? undefined}
        onBlur={(event) => choose({ to: event.target.value || null })}
      />
    </span>
  )
}

function named(name: string) {
  return { value: name, label: name }
}
