import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Made up when it is written: nothing that looks like a password stands in this file. */
const user = ['app', 'made-up'].join(':');

/** A sample workspace of a stack, and what the status bar has to say of it. */
export interface Stack {
  readonly name: string;
  /** By path: relative to the workspace, or `~/…` for the user's own state; `{workspace}` is the folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly environment: 'production' | 'unknown' | 'staging' | 'development' | 'local' | 'none';
  /** A tool that has to be among the links. */
  readonly tool: string;
}

const kubernetes = (current: string): string => `apiVersion: v1
kind: Config
current-context: ${current}
contexts:
  - { name: dev, context: { cluster: dev, user: desk } }
  - { name: prod, context: { cluster: prod, user: desk } }
clusters:
  - { name: dev, cluster: { server: 'https://k8s.dev.acme.example' } }
  - { name: prod, cluster: { server: 'https://k8s.prod.acme.example' } }
users:
  - { name: desk, user: {} }
`;

/** A kubeconfig whose current context is this one. */
export const kubeconfig = kubernetes;

const projectRef = 'abcdefghijklmnopqrst';

export const stacks: readonly Stack[] = [
  {
    name: 'railway-postgres',
    files: {
      'package.json': '{ "name": "shop", "private": true }',
      'railway.json': '{ "$schema": "https://railway.com/railway.schema.json", "build": { "builder": "NIXPACKS" } }',
      '.env': `DATABASE_URL=postgresql://${user}@localhost:5432/shop\n`,
      '~/.railway/config.json':
        '{"projects":{"{workspace}":{"projectPath":"{workspace}","name":"shop","project":"0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d","environment":"1c2d3e4f-5061-4b7c-9d8e-0f1a2b3c4d5e","environmentName":"production"}},"user":{}}',
    },
    environment: 'production',
    tool: 'railway',
  },
  {
    name: 'vercel-neon',
    files: {
      'package.json': '{ "name": "web", "dependencies": { "next": "15.0.0" } }',
      '.vercel/project.json': '{"projectId":"prj_0123456789abcdefABCDEF","orgId":"team_0123456789abcdefABCDEF"}',
      '.env.local': `DATABASE_URL=postgresql://${user}@ep-quiet-hill-12345678.eu-central-1.aws.neon.tech/neondb?sslmode=require\n`,
      '.neon': '{"projectId":"quiet-hill-12345678","branch":"production"}',
    },
    environment: 'production',
    tool: 'neon',
  },
  {
    name: 'supabase',
    files: {
      'supabase/config.toml': 'project_id = "shop"\n[api]\nport = 54321\n',
      'supabase/.temp/project-ref': projectRef,
      '.env': `SUPABASE_URL=https://${projectRef}.supabase.co\n`,
    },
    environment: 'unknown',
    tool: 'supabase',
  },
  {
    name: 'terraform-aws',
    files: {
      'main.tf':
        'terraform {\n  backend "s3" {\n    bucket = "acme-state"\n    key    = "shop.tfstate"\n  }\n}\nprovider "aws" {\n  region = "eu-west-1"\n}\n',
      '.terraform/environment': 'prod',
    },
    environment: 'production',
    tool: 'terraform',
  },
  {
    name: 'kubernetes',
    files: {
      'k8s/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'k8s/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: {}\n',
      '~/.kube/config': kubernetes('dev'),
    },
    environment: 'development',
    tool: 'kubernetes',
  },
  {
    name: 'rails',
    files: {
      Gemfile: 'source "https://rubygems.org"\ngem "rails"\ngem "pg"\n',
      'config/database.yml':
        'default: &default\n  adapter: postgresql\ndevelopment:\n  <<: *default\n  database: shop_development\ntest:\n  <<: *default\n  database: shop_test\nproduction:\n  <<: *default\n  host: db.acme.example\n  database: shop_production\n',
      'config/application.rb': 'module Shop\nend\n',
    },
    environment: 'production',
    tool: 'rails',
  },
  {
    name: 'django',
    files: {
      'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.dev')\n",
      'shop/settings/dev.py': "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}\n",
      '.env': `DATABASE_URL=postgres://${user}@db.staging.acme.example/shop\n`,
    },
    environment: 'staging',
    tool: 'postgres',
  },
  {
    name: 'laravel',
    files: {
      artisan: '#!/usr/bin/env php\n<?php\n',
      'composer.json': '{ "require": { "laravel/framework": "^11.0" } }',
      '.env': 'APP_NAME=Shop\nAPP_ENV=production\nDB_CONNECTION=mysql\nDB_HOST=db-1.acme.example\nDB_DATABASE=shop\n',
    },
    environment: 'production',
    tool: 'dotenv',
  },
  {
    name: 'firebase',
    files: { 'firebase.json': '{ "hosting": { "public": "public" } }', '.firebaserc': '{ "projects": { "default": "acme-shop-prod" } }' },
    environment: 'production',
    tool: 'firebase',
  },
  {
    name: 'cloudflare',
    files: {
      'wrangler.toml':
        'name = "shop"\nmain = "src/index.ts"\ncompatibility_date = "2025-01-01"\n[env.staging]\nname = "shop-staging"\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "shop"\ndatabase_id = "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b"\n',
      'src/index.ts': 'export default {};\n',
    },
    environment: 'production',
    tool: 'cloudflare',
  },
  {
    name: 'fly',
    files: { 'fly.toml': 'app = "acme-shop-staging"\nprimary_region = "ams"\n[http_service]\ninternal_port = 8080\n' },
    environment: 'staging',
    tool: 'fly',
  },
  {
    name: 'pulumi',
    files: {
      'Pulumi.yaml': 'name: shop\nruntime: nodejs\n',
      'Pulumi.prod.yaml': 'config:\n  aws:region: eu-west-1\n',
    },
    environment: 'production',
    tool: 'pulumi',
  },
];

/** Writes a stack's files; returns its folder. */
export function writeStack(stack: Stack, home: string): string {
  const folder = path.join(home, 'work', stack.name);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(stack.files)) {
    const file = name.startsWith('~/') ? path.join(home, name.slice(2)) : path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll('{workspace}', folder));
  }
  return folder;
}
