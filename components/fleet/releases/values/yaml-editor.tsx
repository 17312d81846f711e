import { yaml } from "@codemirror/lang-yaml"
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language"
import { tags } from "@lezer/highlight"
import { EditorView, minimalSetup } from "codemirror"
import { useEffect, useEffectEvent, useRef } from "react"

interface YamlEditorProps {
  text: string
  onText: (text: string) => void
  /** The id of the element that says why the text is invalid. */
  problemId: string | undefined
}

const editorTheme = EditorView.theme({
  "&": { fontSize: "12px", backgroundColor: "var(--color-surface)", color: "var(--color-text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { fontFamily: "var(--font-geist-mono), monospace", minHeight: "16rem", padding: "8px 0" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), monospace", maxHeight: "32rem", lineHeight: "20px" },
  ".cm-cursor": { borderLeftColor: "var(--color-text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklch, var(--color-accent) 28%, transparent) !important",
  },
})

const highlightColors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--color-accent)" },
  { tag: [tags.string, tags.content], color: "var(--color-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--color-rolled-back)" },
  { tag: [tags.comment, tags.lineComment, tags.meta], color: "var(--color-muted)" },
])

/** A YAML editor with syntax highlighting. Tab moves the focus, as in other inputs. */
export default function YamlEditor({ text, onText, problemId }: YamlEditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(null)
  const handleText = useEffectEvent(onText)
  const firstText = useEffectEvent(() => text)

  useEffect(() => {
    if (!parent.current) return
    const view = new EditorView({
      parent: parent.current,
      doc: firstText(),
      extensions: [
        minimalSetup,
        yaml(),
        editorTheme,
        syntaxHighlighting(highlightColors),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Values as YAML", "aria-multiline": "true" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) handleText(update.state.doc.toString())
        }),
      ],
    })
    editor.current = view
    return () => view.destroy()
  }, [])

  useEffect(() => {
    const content = editor.current?.contentDOM
    if (problemId) content?.setAttribute("aria-describedby", problemId)
    content?.setAttribute("aria-invalid", String(problemId !== undefined))
  }, [problemId])

  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === text) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
  }, [text])

  return (
    <div
      ref={parent}
      data-invalid={problemId && true}
      className="overflow-hidden rounded-md border border-line-strong focus-within:border-accent focus-within:outline-1 focus-within:outline-accent data-invalid:border-failed"
    />
  )
}
