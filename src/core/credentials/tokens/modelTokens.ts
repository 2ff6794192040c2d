import { isMixed, token, type SecretRule } from './tokenRule.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Keys of providers of models and of what is built around them. */
export const modelTokens: readonly SecretRule[] = [
  token(
    'openai.key',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'T3BlbkFJ'],
    'sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,255}|[A-Za-z0-9_-]{20,128}T3BlbkFJ[A-Za-z0-9_-]{20,128})',
  ),
  token('anthropic.adminKey', 'sk-ant-admin', 'sk-ant-admin\\d{2}-[A-Za-z0-9_-]{20,255}'),
  token('anthropic.key', 'sk-ant-', 'sk-ant-[a-z0-9]{3,12}-[A-Za-z0-9_-]{20,255}', {
    accepts: (value) => !value.startsWith('sk-ant-admin'),
  }),
  token('openrouter.key', 'sk-or-', 'sk-or-v1-[0-9a-f]{32,128}'),
  token('langfuse.key', 'sk-lf-', `sk-lf-${uuid}`),
  token('helicone.key', ['sk-helicone-', 'pk-helicone-'], '[sp]k-helicone-[a-z0-9-]{20,64}'),
  token('openaiStyle.key', 'sk-', 'sk-(?:[A-Za-z0-9]{22}|[0-9a-f]{32}|[A-Za-z0-9]{48})', {
    accepts: (value) => isMixed(value) && /\d.*\d/.test(value),
    kindOf: (variable) =>
      /deepseek|stability|moonshot|kimi|dashscope|qwen|siliconflow|litellm|openai/i.exec(variable)?.[0].toLowerCase().concat('.key'),
  }),
  token('huggingface.token', ['hf_', 'api_org_'], '(?:hf_|api_org_)[A-Za-z0-9]{34}'),
  token('replicate.token', 'r8_', 'r8_[A-Za-z0-9]{37,40}'),
  token('groq.key', 'gsk_', 'gsk_[A-Za-z0-9]{40,64}'),
  token('perplexity.key', 'pplx-', 'pplx-[A-Za-z0-9]{40,64}'),
  token('xai.key', 'xai-', 'xai-[A-Za-z0-9]{60,100}'),
  token('nvidia.key', 'nvapi-', 'nvapi-[A-Za-z0-9_-]{50,100}'),
  token('cerebras.key', 'csk-', 'csk-[a-z0-9]{40,64}'),
  token('together.key', 'tgp_v1_', 'tgp_v1_[A-Za-z0-9_-]{40,64}'),
  token('fireworks.key', 'fw_', 'fw_[A-Za-z0-9]{20,32}', { accepts: isMixed }),
  token('voyage.key', 'pa-', 'pa-[A-Za-z0-9_-]{43}', {
    accepts: (value) => isMixed(value) && /[A-Z]/.test(value) && /[a-z]/.test(value.slice(3)),
  }),
  token('jina.key', 'jina_', 'jina_[0-9a-f]{32}[A-Za-z0-9_-]{24,40}'),
  token('pinecone.key', 'pcsk_', 'pcsk_[A-Za-z0-9_]{40,120}'),
  token('langsmith.key', 'lsv2_', 'lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}'),
  token('llamacloud.key', 'llx-', 'llx-[A-Za-z0-9]{40,64}'),
  token('elevenlabs.key', 'sk_', 'sk_[0-9a-f]{48}'),
  token('fal.key', ':', `${uuid}:[0-9a-f]{32}`, { within: ['-[0-9a-f]{12}:[0-9a-f]{32}'] }),
  token('tavily.key', 'tvly-', 'tvly-(?:dev-|prod-)?[A-Za-z0-9-]{28,64}', { accepts: isMixed }),
  token('firecrawl.key', 'fc-', 'fc-[0-9a-f]{32}'),
  token('runpod.key', 'rpa_', 'rpa_[A-Z0-9]{40,50}[A-Za-z0-9]{0,8}'),
  token('e2b.key', 'e2b_', 'e2b_[0-9a-f]{40}'),
  token('browserbase.key', 'bb_live_', 'bb_live_[A-Za-z0-9_-]{24,40}'),
  token('modal.token', ['ak-', 'as-'], 'a[ks]-[A-Za-z0-9]{22}', {
    accepts: (value) => isMixed(value) && /[A-Z]/.test(value) && /[a-z]/.test(value.slice(3)),
  }),
  token('wandb.key', 'wandb_v1_', 'wandb_v1_[A-Za-z0-9_]{60,120}'),
  token('context7.key', 'ctx7sk-', `ctx7sk-${uuid}`),
  token('cursor.key', ['crsr_', 'key_'], '(?:crsr_|key_)[0-9a-f]{64}'),
];
