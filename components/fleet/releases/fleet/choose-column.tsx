import { Checkbox } from "@/components/ui/checkbox"
import type { Column } from "@/components/ui/columns"
import type { Release } from "@/lib/fleet/releases/schema"

/** A checkbox column that selects rows by id; uninstalled releases cannot be selected. */
export function chooseColumn(
  chosen: ReadonlySet<string>,
  onChoose: (id: string, isChosen: boolean) => void,
): Column<Release> {
  return {
    id: "choose",
    label: "Select",
    width: 60,
    required: true,
    lead: true,
    cell: (row) =>
      row.status === "UNINSTALLED" ? null : (
        <Checkbox
          label={<span className="sr-only">Select {row.releaseName}</span>}
          checked={chosen.has(row.id)}
          onChange={(event) => onChoose(row.id, event.target.checked)}
          className="relative z-1"
        />
      ),
  }
}
