import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type LegalPage as Kind, legalPages } from '../../../shared/protocol/brand-messages.ts'
import { ask } from '../../http/ask.ts'
import { useBrand, useMarketInfo } from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { texts } from '../../ui/texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import styles from './legal-page.module.css'
import { LegalText } from './legal-text.tsx'

/** The imprint, the privacy policy or the terms, as the operator wrote them. */
export function LegalPage() {
  const { page } = useParams({ strict: false })
  const kind = legalPages.find((each) => each === page)
  return kind ? <Page key={kind} kind={kind} /> : <Missing />
}

function Page({ kind }: { kind: Kind }) {
  const text = useLegalText(kind)
  const market = useMarketInfo()
  useTitle(market && `${texts.legal[kind]} · ${market.name}`)
  if (text === null) return <Missing />
  return (
    <article className={styles.page}>
      <h1>{texts.legal[kind]}</h1>
      {text === undefined && <RowSkeletons count={4} />}
      {text === 'unreachable' && <p role="status">{texts.legal.unreachable}</p>}
      {typeof text === 'object' && <LegalText text={text.text} />}
    </article>
  )
}

const Missing = () => (
  <EmptyState icon="search" title={texts.legal.notFound} help={texts.legal.notFoundHelp}>
    <Link to="/">{texts.shell.toMarket}</Link>
  </EmptyState>
)

const retryMs = 3_000

/** The page's text; undefined until it is loaded, null if there is none. Loaded again when the brand has changed. */
function useLegalText(kind: Kind): { text: string } | 'unreachable' | null | undefined {
  const brand = useBrand()
  const [text, setText] = useState<{ text: string } | 'unreachable' | null>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another brand may have another text
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const load = async (): Promise<void> => {
      const answer = await ask<{ text: string }>('GET', `/api/legal/${kind}`)
      if (isOver) return
      if (answer.kind === 'ok') return setText(answer.reply)
      if (answer.kind === 'refused' && answer.refusal.code === 'not_found') return setText(null)
      setText((before) => before ?? 'unreachable')
      timer = setTimeout(() => void load(), retryMs)
    }
    void load()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [kind, brand])
  return text
}
