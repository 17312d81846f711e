import { ChartGantt, Rows3, Settings2, Table2 } from "lucide-react"
import { AsOfPicker, useAsOfFilter } from "@/components/layout/as-of-picker"
import { AnnulledSwitch, annulledFilter } from "@/components/ledger/deployments/annulled-switch"
import type { TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import type { TimelineSearch } from "@/components/ledger/timeline/data/timeline-search"
import type { ActiveFilter } from "@/components/ui/active-filters"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { FilterFold } from "@/components/ui/filter-fold"
import { Popover } from "@/components/ui/floating"
import { Segmented } from "@/components/ui/segmented"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"

type Choice = TimelineFilter & Pick<TimelineSearch, "view">

interface TimelinePickersProps {
  choice: Choice
  onChoice: (change: Partial<Choice>) => void
  lanes: readonly LaneName[]
}

const labels = { environment: "Environment", application: "Application" }

const laneLabels = [
  { value: "environment", label: "Environments" },
  { value: "application", label: "Applications" },
] as const

const views = [
  { value: "versions", icon: Rows3, word: "Versions", title: "What ran when" },
  { value: "deployments", icon: ChartGantt, word: "Deployments", title: "When each deployment took place" },
  { value: "table", icon: Table2, word: "Table", title: "The same deployments as a table" },
] as const

const viewOptions = views.map(({ value, icon: Icon, word, title }) => ({
  value,
  title,
  label: (
    <span className="inline-flex items-center gap-1.5">
      <Icon size={13} aria-hidden="true" className="max-sm:hidden" />
      {word}
    </span>
  ),
}))

export function TimelinePickers(props: TimelinePickersProps) {
  const { choice, onChoice } = props
  const asOf = useAsOfFilter()
  const set = (["environment", "application"] as const).flatMap((name): ActiveFilter[] => {
    const value = choice[name]
    if (value === null) return []
    return [{ name, label: labels[name], value, onRemove: () => onChoice({ [name]: null }), shown: "folded" }]
  })
  return (
    <>
      <Segmented
        label="View"
        value={choice.view}
        onValueChange={(view) => onChoice({ view })}
        options={viewOptions}
      />
      <FilterFold
        active={[...set, ...annulledFilter(choice.includeAnnulled, onChoice), ...asOf]}
        wide={
          <Popover
            label="Display"
            className="w-64"
            trigger={<Button icon={<Settings2 size={14} />}>Display</Button>}
          >
            <DisplayChoices {...props} />
          </Popover>
        }
        phone={() => <DisplayChoices {...props} />}
      >
        <LanePickers {...props} />
        <AsOfPicker />
      </FilterFold>
    </>
  )
}

function LanePickers({ choice, onChoice, lanes }: TimelinePickersProps) {
  const environments = [...new Set(lanes.map((lane) => lane.environment))]
  const applications = [...new Set(lanes.map((lane) => lane.application))].sort()
  return (
    <>
      <Combobox
        label={labels.environment}
        value={choice.environment ?? ""}
        onValueChange={(environment) => onChoice({ environment: environment || null })}
        options={environments}
        none="All"
      />
      <Combobox
        label={labels.application}
        value={choice.application ?? ""}
        onValueChange={(application) => onChoice({ application: application || null })}
        options={applications}
        none="All"
      />
    </>
  )
}

function DisplayChoices({ choice, onChoice }: TimelinePickersProps) {
  return (
    <div className="flex flex-col items-start gap-3">
      <Segmented
        label="Lanes"
        value={choice.lanes}
        onValueChange={(kind) => onChoice({ lanes: kind })}
        options={laneLabels}
      />
      <AnnulledSwitch
        value={choice.includeAnnulled}
        onValueChange={(includeAnnulled) => onChoice({ includeAnnulled })}
      />
    </div>
  )
}
