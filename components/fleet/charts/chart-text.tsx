import { CodeBlock } from "@/components/ui/code-block"

/** A file of a chart as it is, to read and to copy. */
export function ChartText({ text, what, missing }: { text: string | null; what: string; missing: string }) {
  if (text === null) return <p className="py-6 text-sm text-muted">{missing}</p>
  return <CodeBlock code={text} what={what} />
}
