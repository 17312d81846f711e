import { CodeBlock } from "@/components/ui/copy"

/** A chart file as plain text, with a copy button. */
export function ChartText({ text, what, missing }: { text: string | null; what: string; missing: string }) {
  if (text === null) return <p className="py-6 text-sm text-muted">{missing}</p>
  return <CodeBlock code={text} what={what} />
}
