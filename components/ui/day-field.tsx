import { TextField } from "@/components/ui/text-field"

type DayFieldProps = { label: string; day: string; onDay: (day: string) => void }

/** Applies the day on blur, because the first digits of a partially typed year are also a valid year. */
export default function DayField({ label, day, onDay }: DayFieldProps) {
  return (
    <TextField
      key={day}
      type="date"
      aria-label={label}
      defaultValue={day}
      onBlur={({ target: { value } }) => value !== day && onDay(value)}
    />
  )
}
