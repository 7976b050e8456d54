import { Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { BrandReport } from '../../../shared/protocol/brand-messages.ts'
import { ask } from '../../http/ask.ts'
import { useShops } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { usePageTitle } from '../shell/use-page-title.ts'
import { LegalTexts } from './legal-texts.tsx'
import { LookForm } from './look-form.tsx'

/** For the operator: how the market looks, its legal pages, and signs to print. */
export function Look() {
  const said = sellerTexts.look
  usePageTitle(said.title)
  const [report, setReport] = useState<BrandReport | 'failed' | null>(null)
  useEffect(() => {
    void ask<BrandReport>('GET', '/api/brand/settings').then((answer) =>
      setReport(answer.kind === 'ok' ? answer.reply : 'failed'),
    )
  }, [])
  return (
    <Stack gap="xl" maw="40rem">
      <div>
        <h1>{said.title}</h1>
        <Text c="dimmed">{said.help}</Text>
      </div>
      {report === null && <RowSkeletons count={4} />}
      {report === 'failed' && <p role="alert">{said.loadFailed}</p>}
      {report !== null && report !== 'failed' && (
        <>
          <LookForm report={report} />
          <LegalTexts report={report} />
          <Signs />
        </>
      )}
    </Stack>
  )
}

function Signs() {
  const said = sellerTexts.look
  const shops = [...useShops().values()]
  return (
    <Stack component="section" gap="xs">
      <h2>{said.signs}</h2>
      <Text c="dimmed">{said.signsHelp}</Text>
      <Group gap="md">
        <Link to="/sell/sign" search={{ shop: undefined }}>
          {said.marketSign}
        </Link>
        {shops.map(({ id, name }) => (
          <Link key={id} to="/sell/sign" search={{ shop: id }}>
            {said.shopSign(name)}
          </Link>
        ))}
      </Group>
    </Stack>
  )
}
