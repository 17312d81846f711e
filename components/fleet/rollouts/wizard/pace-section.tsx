"use client"

import { FormSection } from "@/components/fleet/releases/form/form-section"
import { bakeLabel, thresholdLabel } from "@/components/fleet/rollouts/rollout-labels"
import { type BakeUnit, readBake } from "@/components/fleet/rollouts/wizard/bake-text"
import { type Draft, type DraftProblems, readFailures } from "@/components/fleet/rollouts/wizard/draft"
import { Field } from "@/components/ui/field"
import { Segmented } from "@/components/ui/segmented"
import { Select } from "@/components/ui/select"
import { TextField } from "@/components/ui/text-field"

interface PaceSectionProps {
  draft: Draft
  onDraft: (change: Partial<Draft>) => void
  problems: DraftProblems
  /** Releases to upgrade; null while it is not known. */
  upgrades: number | null
}

/** How fast it goes, and when it stops by itself: each in words that say what it does. */
export function PaceSection({ draft, onDraft, problems, upgrades }: PaceSectionProps) {
  return (
    <FormSection number={3} title="Pace and safety">
      <div className="grid gap-x-4 gap-y-5 md:grid-cols-2">
        <Field
          label="At a time"
          error={problems.concurrency}
          hint={
            draft.concurrency === "1"
              ? "One release after the other."
              : "So many releases of a wave are upgraded at the same time. From 1 to 50."
          }
        >
          {(control) => (
            <TextField
              {...control}
              inputMode="numeric"
              value={draft.concurrency}
              onChange={(event) => onDraft({ concurrency: event.target.value })}
              className="w-24!"
            />
          )}
        </Field>
        <BakeField bake={draft.bake} onBake={(bake) => onDraft({ bake })} error={problems.bake} />
        <ThresholdField {...{ draft, onDraft, upgrades }} error={problems.failures} />
      </div>
    </FormSection>
  )
}

const units: readonly { value: BakeUnit; label: string }[] = [
  { value: "s", label: "seconds" },
  { value: "m", label: "minutes" },
  { value: "h", label: "hours" },
  { value: "d", label: "days" },
]

function BakeField(props: { bake: string; onBake: (bake: string) => void; error: string | undefined }) {
  const { amount, unit, seconds } = readBake(props.bake)
  return (
    <Field
      label="Bake time between waves"
      error={props.error}
      hint={seconds === null ? undefined : bakeLabel(seconds)}
    >
      {(control) => (
        <div className="flex gap-2">
          <TextField
            {...control}
            inputMode="numeric"
            value={amount}
            onChange={(event) => props.onBake(event.target.value.replace(/\D/g, "") + unit)}
            className="w-24!"
          />
          <Select
            aria-label="Unit of the bake time"
            value={unit}
            options={units}
            onChange={(event) => props.onBake(amount + event.target.value)}
            className="w-32"
          />
        </div>
      )}
    </Field>
  )
}

type Kind = "none" | "number" | "percent"

const kinds: readonly { value: Kind; label: string }[] = [
  { value: "none", label: "Never" },
  { value: "number", label: "Number" },
  { value: "percent", label: "Percentage" },
]

/** What a threshold of each kind begins with. */
const beginnings: Record<Kind, string> = { none: "none", number: "0", percent: "10%" }

function kindOf(failures: string): Kind {
  if (failures === "none") return "none"
  return failures.endsWith("%") ? "percent" : "number"
}

interface ThresholdFieldProps extends Pick<PaceSectionProps, "draft" | "onDraft" | "upgrades"> {
  error: string | undefined
}

function ThresholdField({ draft, onDraft, upgrades, error }: ThresholdFieldProps) {
  const kind = kindOf(draft.failures)
  const most = readFailures(draft.failures)
  const sign = kind === "percent" ? "%" : ""
  return (
    <div className="flex flex-col gap-1.5 md:col-span-2">
      <span aria-hidden="true" className="text-xs font-medium">
        Pause by itself when upgrades fail
      </span>
      <div>
        <Segmented
          label="Pause by itself when upgrades fail"
          value={kind}
          onValueChange={(next) => onDraft({ failures: beginnings[next] })}
          options={kinds}
        />
      </div>
      {kind === "none" ? (
        <p className="text-xs text-muted">{thresholdLabel(null, upgrades)}</p>
      ) : (
        <Field
          label={kind === "percent" ? "Allowed failures, in percent of all upgrades" : "Allowed failures"}
          error={error}
          hint={
            error === undefined &&
            `${thresholdLabel(most, upgrades)} What runs then is finished; nothing new begins until somebody resumes.`
          }
        >
          {(control) => (
            <TextField
              {...control}
              inputMode="numeric"
              value={draft.failures.replace("%", "")}
              onChange={(event) => onDraft({ failures: event.target.value.replace(/\D/g, "") + sign })}
              className="w-24!"
            />
          )}
        </Field>
      )}
    </div>
  )
}
