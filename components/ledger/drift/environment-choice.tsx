import { ChevronDown } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Menu, MenuCheckbox, MenuItem } from "@/components/ui/menu"

type EnvironmentChoiceProps = {
  environments: readonly string[]
  /** null: all of them. */
  chosen: readonly string[] | null
  onChosen: (next: string[] | null) => void
}

/** Selects the visible columns when there are many stages. */
export function EnvironmentChoice({ environments, chosen, onChosen }: EnvironmentChoiceProps) {
  const shown = environments.filter((environment) => chosen === null || chosen.includes(environment))

  function toggle(environment: string, on: boolean) {
    const next = environments.filter((name) => (name === environment ? on : shown.includes(name)))
    onChosen(next.length === environments.length || next.length === 0 ? null : next)
  }

  return (
    <Menu
      trigger={
        <Button>
          <span className="font-normal text-muted">Environments</span>
          {shown.length === environments.length ? "all" : `${shown.length} of ${environments.length}`}
          <ChevronDown size={13} aria-hidden="true" className="text-muted" />
        </Button>
      }
    >
      {environments.map((environment) => (
        <MenuCheckbox
          key={environment}
          checked={shown.includes(environment)}
          onCheckedChange={(on) => toggle(environment, on)}
        >
          {environment}
        </MenuCheckbox>
      ))}
      <MenuItem onSelect={() => onChosen(null)}>Show all</MenuItem>
    </Menu>
  )
}
