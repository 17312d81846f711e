import { CodeBlock } from "@/components/ui/copy"

interface ShownOnceProps {
  label: string
  value: string
  /** Where to put it now. */
  hint: string
}

/** A credential that was just made, in the result of a dialog. */
export function ShownOnce({ label, value, hint }: ShownOnceProps) {
  return (
    <>
      <p className="text-sm">{hint} It cannot be shown again.</p>
      <CodeBlock code={value} label={label} />
    </>
  )
}
