import type { ActiveFilter } from "@/components/ui/active-filters"
import { Switch } from "@/components/ui/checkbox"

interface AnnulledSwitchProps {
  /** The value in the URL and of the API parameter. */
  value: "true" | null
  onValueChange: (value: "true" | null) => void
}

const label = "Include annulled deployments"

export function AnnulledSwitch({ value, onValueChange }: AnnulledSwitchProps) {
  return (
    <Switch
      label={label}
      checked={value !== null}
      onChange={(event) => onValueChange(event.target.checked ? "true" : null)}
    />
  )
}

/** The switch as a filter that is set; none if it is off. */
export function annulledFilter(
  value: "true" | null,
  onChange: (change: { includeAnnulled: null }) => void,
): ActiveFilter[] {
  if (value === null) return []
  const onRemove = () => onChange({ includeAnnulled: null })
  return [{ name: "includeAnnulled", label, value: null, onRemove, shown: "folded" }]
}
