import { Checkbox } from "@/components/ui/checkbox"

interface EnvironmentLimitsProps {
  label?: string
  environments: readonly string[]
  chosen: readonly string[]
}

/** The only environments that a token, event source or webhook concerns, as fields `environments` of a form. */
export function EnvironmentLimits({ label = "Environments", environments, chosen }: EnvironmentLimitsProps) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-xs font-medium">
        {label} <span className="font-normal text-muted">(all if none selected)</span>
      </legend>
      <div className="grid max-h-40 grid-cols-2 gap-1.5 overflow-y-auto">
        {environments.map((name) => (
          <Checkbox
            key={name}
            name="environments"
            value={name}
            label={name}
            defaultChecked={chosen.includes(name)}
          />
        ))}
      </div>
    </fieldset>
  )
}
