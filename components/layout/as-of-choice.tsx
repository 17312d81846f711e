import { Button } from "@/components/ui/button"
import { localInput, readLocal } from "@/components/ui/local-time"
import { TextField } from "@/components/ui/text-field"
import { hourMs } from "@/lib/platform/instant"

const jumps = [
  { label: "1 hour ago", ms: hourMs },
  { label: "1 day ago", ms: 24 * hourMs },
  { label: "1 week ago", ms: 7 * 24 * hourMs },
  { label: "30 days ago", ms: 30 * 24 * hourMs },
]

interface AsOfChoiceProps {
  at: Date | null
  onChoose: (instant: Date | null) => void
  /** While the instant is still being edited. */
  onChange: (instant: Date) => void
}

export default function AsOfChoice({ at, onChoose, onChange }: AsOfChoiceProps) {
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-1.5">
        {jumps.map((jump) => (
          <Button key={jump.label} size="sm" onClick={() => onChoose(new Date(Date.now() - jump.ms))}>
            {jump.label}
          </Button>
        ))}
      </div>
      <TextField
        label="Local date and time"
        type="datetime-local"
        defaultValue={at ? localInput(at) : undefined}
        max={localInput(new Date())}
        onKeyDown={(event) => {
          if (event.key === "Enter") onChoose(readLocal(event.currentTarget.value))
        }}
        onBlur={(event) => {
          const next = readLocal(event.target.value)
          if (next && next.getTime() !== at?.getTime()) onChange(next)
        }}
      />
      <Button variant={at ? "primary" : "secondary"} disabled={!at} onClick={() => onChoose(null)}>
        Back to now
      </Button>
    </div>
  )
}
