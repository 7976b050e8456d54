import { Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Content } from '../../../shared/catalog/content.ts'
import { withText } from '../../../shared/catalog/translations.ts'
import { directionOf, languages, languagesOf } from '../../../shared/language.ts'
import { useBrand } from '../../store/hooks.ts'
import { languageNames } from '../../ui/language-names.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import styles from './product-form.module.css'

const said = sellerTexts.product
const { labels } = said

export interface OtherLanguagesProps {
  content: Content
  error: string | undefined
  onChange: (content: Content) => void
}

/** A product's texts in the languages that buyers are offered, and in those that it has. */
export function OtherLanguages({ content, error, onChange }: OtherLanguagesProps) {
  const [isFilled] = useState(Object.keys(content).length > 0)
  const offered = languagesOf('buyers', useBrand()?.languages ?? [])
  const shown = languages.filter((language) => offered.includes(language) || content[language])
  return (
    <details className={styles.languages} open={isFilled || error !== undefined}>
      <summary>{said.otherLanguages}</summary>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {said.otherLanguagesHelp}
        </Text>
        {error && (
          <Text size="sm" c="var(--bad)" role="alert">
            {error}
          </Text>
        )}
        {shown.map((language) => {
          const text = (field: 'name' | 'description') => ({
            label: `${labels[field]} (${languageNames[language]})`,
            lang: language,
            dir: directionOf(language),
            autoComplete: 'off',
            value: content[language]?.[field] ?? '',
            onChange: (event: { currentTarget: { value: string } }) =>
              onChange(withText(content, language, field, event.currentTarget.value)),
          })
          return (
            <Stack key={language} gap="xs">
              <TextInput {...text('name')} />
              <Textarea autosize={false} rows={2} {...text('description')} />
            </Stack>
          )
        })}
      </Stack>
    </details>
  )
}
