"use client"

import { TextField } from "@/components/ui/text-field"

type DayFieldProps = { label: string; day: string; onDay: (day: string) => void }

/** Takes the day when the field is left: while a year is typed, its first digits are a valid year, too. */
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
