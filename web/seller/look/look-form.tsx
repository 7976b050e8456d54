import { Button, Checkbox, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { languages } from '../../../shared/language.ts'
import { formatMoney } from '../../../shared/money.ts'
import {
  type BrandReport,
  brandLimits,
  currencyDisplays,
  layouts,
} from '../../../shared/protocol/brand-messages.ts'
import { useMarketInfo } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { locale } from '../../ui/language.ts'
import { languageNames } from '../../ui/language-names.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'
import { ColorField, isColor } from './color-field.tsx'
import { LogoField } from './logo-field.tsx'
import { draftOf, type LookDraft, saveLook } from './save-look.ts'

type Errors = Partial<Record<'name' | 'color', string>>

/** What buyers see of the market, edited together and saved at once. */
export function LookForm({ report }: { report: BrandReport }) {
  const said = sellerTexts.look
  const [draft, setDraft] = useState(() => draftOf(report.settings))
  const [errors, setErrors] = useState<Errors>({})
  const [state, setState] = useState<'idle' | 'saving' | 'saved' | { failed: string }>('idle')
  const change = (changes: Partial<LookDraft>) => {
    setDraft((before) => ({ ...before, ...changes }))
    setState('idle')
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = errorsIn(draft)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setState('saving')
    try {
      const answer = await saveLook({ ...draft, name: draft.name.trim() }, report.ownName)
      if (answer.kind !== 'ok')
        return setState({ failed: answer.kind === 'refused' ? sellerRefusal(answer.refusal) : said.failed })
      setDraft(draftOf(answer.reply.settings))
      setState('saved')
      announce(said.saved)
    } catch (error) {
      console.warn('The look was not saved', error)
      setState({ failed: said.failed })
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="lg">
        <TextInput
          label={said.name}
          description={said.nameHelp(report.ownName)}
          placeholder={report.ownName}
          autoComplete="off"
          value={draft.name}
          error={errors.name}
          onChange={({ currentTarget: { value } }) => change({ name: value })}
        />
        <LogoField logo={draft.logo} onChange={(logo) => change({ logo })} />
        <ColorField color={draft.color} error={errors.color} onChange={(color) => change({ color })} />
        <Choices draft={draft} onChange={change} />
        {typeof state === 'object' && (
          <Text role="alert" c="var(--bad)">
            {state.failed}
          </Text>
        )}
        {state === 'saved' && <StatusLabel tone="ok">{said.saved}</StatusLabel>}
        <Button type="submit" loading={state === 'saving'} me="auto">
          {sellerTexts.save}
        </Button>
      </Stack>
    </form>
  )
}

function Choices({ draft, onChange }: { draft: LookDraft; onChange: (changes: Partial<LookDraft>) => void }) {
  const said = sellerTexts.look
  const info = useMarketInfo()
  const example = (display: LookDraft['currencyDisplay']): string =>
    info
      ? formatMoney(
          1_250 * 10 ** Math.max(0, info.currencyDigits - 2),
          info.currency,
          info.currencyDigits,
          locale,
          display,
        )
      : display
  return (
    <>
      <Checkbox.Group
        label={said.languages}
        description={said.languagesHelp}
        value={draft.languages}
        onChange={(chosen) => onChange({ languages: languages.filter((each) => chosen.includes(each)) })}
      >
        <Stack gap="xs" mt="xs">
          {languages.map((each) => (
            <Checkbox key={each} value={each} label={languageNames[each]} lang={each} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Radio.Group
        label={said.layout}
        value={draft.layout}
        onChange={(value) => onChange({ layout: layouts.find((each) => each === value) ?? 'rows' })}
      >
        <Stack gap="xs" mt="xs">
          {layouts.map((each) => (
            <Radio key={each} value={each} label={said.layouts[each]} />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        label={said.currency}
        description={info && said.currencyHelp(info.currency)}
        value={draft.currencyDisplay}
        onChange={({ currentTarget: { value } }) =>
          onChange({ currencyDisplay: currencyDisplays.find((each) => each === value) ?? 'symbol' })
        }
        data={currencyDisplays.map((each) => ({ value: each, label: example(each) }))}
      />
    </>
  )
}

function errorsIn({ name, color }: LookDraft): Errors {
  const said = sellerTexts.look
  const max = brandLimits.nameCodePointsMax
  return {
    ...([...name.trim()].length > max ? { name: said.nameTooLong(max) } : {}),
    ...(color !== '' && !isColor(color) ? { color: said.colorWrong } : {}),
  }
}
