import { bindDraft } from "@/components/fleet/releases/form/draft-fields"
import { FormSection } from "@/components/fleet/releases/form/form-section"
import { bakeLabel, thresholdLabel } from "@/components/fleet/rollouts/rollout-labels"
import {
  type BakeUnit,
  readBake,
  readFailures,
  type SectionProps,
} from "@/components/fleet/rollouts/wizard/draft"
import { Field } from "@/components/ui/field"
import { Segmented } from "@/components/ui/segmented"
import { Select, TextField } from "@/components/ui/text-field"

interface PaceSectionProps extends SectionProps {
  /** The number of planned upgrades; null while unknown. */
  upgrades: number | null
}

export function PaceSection({ draft, onDraft, problems, upgrades }: PaceSectionProps) {
  const field = bindDraft(draft, onDraft, problems)
  return (
    <FormSection number={3} title="Pace and safety">
      <div className="grid gap-x-4 gap-y-5 md:grid-cols-2">
        <TextField
          label="Concurrency"
          hint={
            draft.concurrency === "1"
              ? "One release at a time."
              : "The number of releases of a wave that are upgraded at the same time, from 1 to 50."
          }
          inputMode="numeric"
          {...field.text("concurrency")}
          className="w-24!"
        />
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
            aria-label="Bake time unit"
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

const initialFailures: Record<Kind, string> = { none: "none", number: "0", percent: "10%" }

function kindOf(failures: string): Kind {
  if (failures === "none") return "none"
  return failures.endsWith("%") ? "percent" : "number"
}

interface ThresholdFieldProps extends Pick<PaceSectionProps, "draft" | "onDraft" | "upgrades"> {
  error: string | undefined
}

function ThresholdField({ draft, onDraft, upgrades, error }: ThresholdFieldProps) {
  const kind = kindOf(draft.failures)
  const maxFailures = readFailures(draft.failures)
  const sign = kind === "percent" ? "%" : ""
  return (
    <div className="flex flex-col gap-1.5 md:col-span-2">
      <span aria-hidden="true" className="text-xs font-medium">
        Pause when upgrades fail
      </span>
      <div>
        <Segmented
          label="Pause when upgrades fail"
          value={kind}
          onValueChange={(next) => onDraft({ failures: initialFailures[next] })}
          options={kinds}
        />
      </div>
      {kind === "none" ? (
        <p className="text-xs text-muted">{thresholdLabel(null, upgrades)}</p>
      ) : (
        <TextField
          label={
            kind === "percent" ? "Allowed failures, as a percentage of all upgrades" : "Allowed failures"
          }
          error={error}
          hint={
            error === undefined &&
            `${thresholdLabel(maxFailures, upgrades)} Running upgrades then finish; no new ones start until the rollout is resumed.`
          }
          inputMode="numeric"
          value={draft.failures.replace("%", "")}
          onChange={(event) => onDraft({ failures: event.target.value.replace(/\D/g, "") + sign })}
          className="w-24!"
        />
      )}
    </div>
  )
}
