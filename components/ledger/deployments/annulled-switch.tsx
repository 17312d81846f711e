import { Switch } from "@/components/ui/checkbox"

interface AnnulledSwitchProps {
  /** As in the URL and as an API parameter. */
  value: "true" | null
  onValueChange: (value: "true" | null) => void
}

export function AnnulledSwitch({ value, onValueChange }: AnnulledSwitchProps) {
  return (
    <Switch
      label="Include annulled deployments"
      checked={value !== null}
      onChange={(event) => onValueChange(event.target.checked ? "true" : null)}
    />
  )
}
