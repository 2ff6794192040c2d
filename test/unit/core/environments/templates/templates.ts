/**
 * What public project templates write, as far as a reader of environments looks at it: their documented files with their documented
 * placeholder values. None of them is linked to anybody's production.
 */
export const templates: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'create-next-app': {
    'package.json':
      '{"name":"my-app","scripts":{"dev":"next dev --turbopack","build":"next build","start":"next start"},"dependencies":{"next":"16.0.0","react":"19.2.0"}}',
    'next.config.ts': 'import type { NextConfig } from "next";\nconst nextConfig: NextConfig = {};\nexport default nextConfig;\n',
    'tsconfig.json': '{"compilerOptions":{"target":"ES2017","strict":true,"plugins":[{"name":"next"}]}}',
    'README.md':
      'This is a [Next.js](https://nextjs.org) project bootstrapped with `create-next-app`.\n\n## Getting Started\n\nFirst, run the development server:\n\n```bash\nnpm run dev\n```\n\nOpen [http://localhost:3000](http://localhost:3000).\n\n## Deploy on Vercel\n\nThe easiest way to deploy your Next.js app is to use the [Vercel Platform](https://vercel.com/new).\n\nCheck out our [Next.js deployment documentation](https://nextjs.org/docs/app/building-your-application/deploying) for more details.\n',
    '.gitignore': '/node_modules\n.env*\n.vercel\n',
  },
  'create-vite': {
    'package.json': '{"name":"vite-project","scripts":{"dev":"vite","build":"tsc -b && vite build","preview":"vite preview"}}',
    'vite.config.ts': "import { defineConfig } from 'vite'\nexport default defineConfig({ plugins: [] })\n",
    'README.md':
      '# React + TypeScript + Vite\n\nIf you are developing a production application, we recommend updating the configuration to enable type-aware lint rules:\n',
    '.env': 'VITE_APP_TITLE=My App\n',
    '.env.production': 'VITE_APP_TITLE=My App\n',
  },
  'rails new': {
    'config/database.yml':
      'default: &default\n  adapter: postgresql\n  encoding: unicode\n  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>\n\ndevelopment:\n  <<: *default\n  database: shop_development\n  #username: shop\n  #host: localhost\n\ntest:\n  <<: *default\n  database: shop_test\n\n# production:\n#   url: <%= ENV["MY_APP_DATABASE_URL"] %>\nproduction:\n  primary: &primary_production\n    <<: *default\n    database: shop_production\n    username: shop\n    password: <%= ENV["SHOP_DATABASE_PASSWORD"] %>\n  cache:\n    <<: *primary_production\n    database: shop_production_cache\n    migrations_paths: db/cache_migrate\n',
    'config/deploy.yml':
      '# Name of your application. Used to uniquely configure containers.\nservice: shop\nimage: your-user/shop\nservers:\n  web:\n    - 192.168.0.1\n  # job:\n  #   hosts:\n  #     - 192.168.0.1\nproxy:\n  ssl: true\n  host: app.example.com\nregistry:\n  username: your-user\nenv:\n  secret:\n    - RAILS_MASTER_KEY\n  clear:\n    SOLID_QUEUE_IN_PUMA: true\n    # DB_HOST: 192.168.0.2\n',
    'config/environments/production.rb':
      'Rails.application.configure do\n  config.force_ssl = true\n  config.action_mailer.default_url_options = { host: "example.com" }\nend\n',
    'config/cable.yml':
      'development:\n  adapter: async\ntest:\n  adapter: test\nproduction:\n  adapter: solid_cable\n  connects_to:\n    database:\n      writing: cable\n',
    'config/storage.yml':
      '# amazon:\n#   service: S3\n#   bucket: your_own_bucket-<%= Rails.env %>\nlocal:\n  service: Disk\n  root: <%= Rails.root.join("storage") %>\n',
    '.kamal/secrets': 'KAMAL_REGISTRY_PASSWORD=$KAMAL_REGISTRY_PASSWORD\nRAILS_MASTER_KEY=$(cat config/master.key)\n',
    'README.md':
      '# README\n\nThings you may want to cover:\n\n* Ruby version\n* Configuration\n* Database creation\n* Deployment instructions\n',
  },
  'django-admin startproject': {
    'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n",
    'mysite/settings.py':
      "\"\"\"\nDjango settings for mysite project.\nSee https://docs.djangoproject.com/en/5.2/howto/deployment/checklist/\n\"\"\"\nfrom pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\n# Quick-start development settings - unsuitable for production\n# SECURITY WARNING: don't run with debug turned on in production!\nDEBUG = True\nALLOWED_HOSTS = []\nDATABASES = {\n    'default': {\n        'ENGINE': 'django.db.backends.sqlite3',\n        'NAME': BASE_DIR / 'db.sqlite3',\n    }\n}\nSTATIC_URL = 'static/'\n",
  },
  'laravel new': {
    '.env':
      'APP_NAME=Laravel\nAPP_ENV=local\nAPP_KEY=\nAPP_DEBUG=true\nAPP_URL=http://localhost\n\nDB_CONNECTION=sqlite\n# DB_HOST=127.0.0.1\n# DB_PORT=3306\n# DB_DATABASE=laravel\n\nREDIS_HOST=127.0.0.1\nMAIL_HOST=127.0.0.1\nAWS_BUCKET=\nAWS_DEFAULT_REGION=us-east-1\n',
    '.env.example': 'APP_ENV=local\nDB_CONNECTION=sqlite\n',
    'config/database.php':
      "<?php\nuse Illuminate\\Support\\Str;\nreturn [\n    'default' => env('DB_CONNECTION', 'sqlite'),\n    'connections' => [\n        'mysql' => [\n            'driver' => 'mysql',\n            'url' => env('DB_URL'),\n            'host' => env('DB_HOST', '127.0.0.1'),\n        ],\n    ],\n    'redis' => ['default' => ['host' => env('REDIS_HOST', '127.0.0.1')]],\n];\n",
  },
  'symfony new': {
    '.env':
      'APP_ENV=dev\nAPP_SECRET=\n# DATABASE_URL="mysql://app:!ChangeMe!@127.0.0.1:3306/app?serverVersion=8.0.32"\nDATABASE_URL="postgresql://app:!ChangeMe!@127.0.0.1:5432/app?serverVersion=16&charset=utf8"\nMESSENGER_TRANSPORT_DSN=doctrine://default?auto_setup=0\n',
    '.env.test': "KERNEL_CLASS='App\\Kernel'\n",
    'config/packages/doctrine.yaml':
      "doctrine:\n    dbal:\n        url: '%env(resolve:DATABASE_URL)%'\nwhen@prod:\n    doctrine:\n        orm:\n            auto_generate_proxy_classes: false\n",
    'compose.yaml': 'services:\n  database:\n    image: postgres:16-alpine\n',
  },
  'terraform example: aws instance': {
    'main.tf':
      'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.92"\n    }\n  }\n  required_version = ">= 1.2"\n}\nprovider "aws" {\n  region = "us-west-2"\n}\nresource "aws_instance" "app_server" {\n  ami           = data.aws_ami.ubuntu.id\n  instance_type = "t2.micro"\n  tags = {\n    Name = "learn-terraform"\n  }\n}\n',
    'variables.tf': 'variable "environment" {\n  description = "dev, staging or prod"\n  default = "dev"\n}\n',
    'outputs.tf': 'output "instance_hostname" {\n  value = aws_instance.app_server.private_dns\n}\n',
  },
  'terraform example: remote state': {
    'backend.tf':
      'terraform {\n  backend "s3" {\n    bucket = "mybucket"\n    key    = "path/to/my/key"\n    region = "us-east-1"\n  }\n}\n',
    'cloud.tf': 'terraform {\n  cloud {\n    organization = "example_corp"\n    workspaces {\n      tags = ["app"]\n    }\n  }\n}\n',
  },
  'terraform example: modules': {
    'main.tf': 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n  name = "my-vpc"\n  cidr = "10.0.0.0/16"\n}\n',
    'terraform.tfvars': 'region = "eu-west-1"\ninstance_count = 2\n',
    'README.md':
      '# AWS VPC Terraform module\n\n| Name | Description | Default |\n| --- | --- | --- |\n| `enable_nat_gateway` | Should be true for production | `false` |\n| `name` | Name to be used on all the resources | `""` |\n',
  },
  'kubernetes examples: guestbook': {
    'frontend-deployment.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: frontend\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n      - name: php-redis\n        image: us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:v5\n',
    'redis-leader-service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: redis-leader\nspec:\n  ports:\n  - port: 6379\n',
  },
  'kustomize overlays': {
    'base/kustomization.yaml': 'resources:\n- deployment.yaml\n',
    'overlays/production/kustomization.yaml': 'resources:\n- ../../base\nnamePrefix: production-\npatches:\n- path: replicas.yaml\n',
    'overlays/production/replicas.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: the-deployment\nspec:\n  replicas: 10\n',
    'overlays/staging/kustomization.yaml': 'resources:\n- ../../base\n',
  },
  'cdk init': {
    'cdk.json':
      '{"app":"npx ts-node --prefer-ts-exts bin/my-app.ts","watch":{"include":["**"]},"context":{"@aws-cdk/aws-lambda:recognizeLayerVersion":true,"@aws-cdk/core:target-partitions":["aws","aws-cn"]}}',
    'bin/my-app.ts': "new MyAppStack(app, 'MyAppStack', {\n  /* env: { account: '123456789012', region: 'us-east-1' }, */\n});\n",
    'README.md': '# Welcome to your CDK TypeScript project\n\n* `npx cdk deploy`  deploy this stack to your default AWS account/region\n',
  },
  'serverless create': {
    'serverless.yml':
      'org: my-org\napp: my-app\nservice: my-service\nprovider:\n  name: aws\n  runtime: nodejs20.x\nfunctions:\n  hello:\n    handler: handler.hello\n    events:\n      - httpApi:\n          path: /\n          method: get\n',
    'README.md':
      '## Usage\n\n### Deployment\n\n```\nserverless deploy\n```\n\nNote that in current form, after deployment, your API is public. For production deployments, you might want to configure an authorizer.\n',
  },
  'sam init': {
    'template.yaml':
      'AWSTemplateFormatVersion: \'2010-09-09\'\nTransform: AWS::Serverless-2016-10-31\nResources:\n  HelloWorldFunction:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: hello-world/\nOutputs:\n  HelloWorldApi:\n    Value: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/hello/"\n',
    'samconfig.toml':
      'version = 0.1\n\n[default]\n[default.global.parameters]\nstack_name = "sam-app"\n\n[default.build.parameters]\ncached = true\nparallel = true\n\n[default.deploy.parameters]\ncapabilities = "CAPABILITY_IAM"\nconfirm_changeset = true\nresolve_s3 = true\n',
  },
  'sst init': {
    'sst.config.ts':
      '/// <reference path="./.sst/platform/config.d.ts" />\nexport default $config({\n  app(input) {\n    return {\n      name: "my-app",\n      removal: input?.stage === "production" ? "retain" : "remove",\n      protect: ["production"].includes(input?.stage),\n      home: "aws",\n    };\n  },\n  async run() {},\n});\n',
  },
  'create-expo-app': {
    'app.json':
      '{"expo":{"name":"my-app","slug":"my-app","version":"1.0.0","scheme":"myapp","ios":{"supportsTablet":true},"plugins":["expo-router"]}}',
    'eas.json':
      '{"cli":{"version":">= 16.0.0","appVersionSource":"remote"},"build":{"development":{"developmentClient":true,"distribution":"internal"},"preview":{"distribution":"internal"},"production":{"autoIncrement":true}},"submit":{"production":{}}}',
  },
  'sv create (SvelteKit)': {
    'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';\nexport default { kit: { adapter: adapter() } };\n",
    'drizzle.config.ts':
      "import { defineConfig } from 'drizzle-kit';\nif (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set');\nexport default defineConfig({\n\tschema: './src/lib/server/db/schema.ts',\n\tdbCredentials: { url: process.env.DATABASE_URL },\n\tdialect: 'postgresql'\n});\n",
    '.env.example': 'DATABASE_URL="postgres://user:password@host:port/db-name"\n',
    '.env': 'DATABASE_URL="postgres://root:mysecretpassword@localhost:5432/local"\n',
    'README.md':
      '# sv\n\n## Building\n\nTo create a production version of your app:\n\n```sh\nnpm run build\n```\n\nYou can preview the production build with `npm run preview`.\n',
  },
  'create-astro': {
    'astro.config.mjs': "import { defineConfig } from 'astro/config';\nexport default defineConfig({});\n",
    'README.md':
      '| Command | Action |\n| :--- | :--- |\n| `npm run dev` | Starts local dev server at `localhost:4321` |\n| `npm run build` | Build your production site to `./dist/` |\n| `npm run preview` | Preview your build locally, before deploying |\n',
  },
  'nuxi init': {
    'nuxt.config.ts': "export default defineNuxtConfig({ compatibilityDate: '2026-07-15', devtools: { enabled: true } })\n",
    'README.md':
      '# Nuxt Minimal Starter\n\n## Production\n\nBuild the application for production:\n\n```bash\nnpm run build\n```\n\nLocally preview production build:\n\n```bash\nnpm run preview\n```\n\nCheck out the [deployment documentation](https://nuxt.com/docs/getting-started/deployment) for more information.\n',
  },
  'create-remix': {
    'fly.toml':
      'app = "remix-app"\nprimary_region = "ord"\n\n[env]\n  NODE_ENV = "production"\n  PORT = "8080"\n\n[http_service]\n  internal_port = 8080\n  force_https = true\n',
    '.env.example': 'SESSION_SECRET="super-duper-s3cret"\nDATABASE_URL="file:./data.db?connection_limit=1"\n',
    '.github/workflows/deploy.yml':
      "name: Deploy\non:\n  push:\n    branches: [main, dev]\njobs:\n  deploy:\n    name: Deploy\n    runs-on: ubuntu-latest\n    if: ${{ github.ref == 'refs/heads/main' }}\n    steps:\n      - name: Deploy Production\n        run: flyctl deploy --remote-only\n",
    'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n',
  },
  'mix phx.new': {
    'config/runtime.exs':
      'import Config\nif config_env() == :prod do\n  database_url =\n    System.get_env("DATABASE_URL") || raise "environment variable DATABASE_URL is missing. For example: ecto://USER:PASS@HOST/DATABASE"\n  host = System.get_env("PHX_HOST") || "example.com"\nend\n',
    'config/prod.exs':
      'import Config\nconfig :shop, ShopWeb.Endpoint, cache_static_manifest: "priv/static/cache_manifest.json"\nconfig :logger, level: :info\n',
    'config/dev.exs': 'config :shop, Shop.Repo, username: "postgres", password: "postgres", hostname: "localhost", database: "shop_dev"\n',
    'README.md':
      '# Shop\n\nReady to run in production? Please [check our deployment guides](https://hexdocs.pm/phoenix/deployment.html).\n\n## Learn more\n\n* Official website: https://www.phoenixframework.org/\n',
  },
  'spring initializr': {
    'src/main/resources/application.properties': 'spring.application.name=demo\n',
    'pom.xml': '<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>demo</artifactId></project>',
    'compose.yaml':
      "services:\n  postgres:\n    image: 'postgres:latest'\n    environment:\n      - 'POSTGRES_DB=mydatabase'\n      - 'POSTGRES_PASSWORD=secret'\n",
    'HELP.md':
      '# Getting Started\n\n* [Official Gradle documentation](https://docs.gradle.org)\n* [Docker Compose Support](https://docs.spring.io/spring-boot/reference/features/dev-services.html)\n',
  },
  'go mod init': { 'go.mod': 'module example.com/hello\n\ngo 1.25\n', 'main.go': 'package main\n\nfunc main() {}\n' },
  'cargo new': {
    'Cargo.toml': '[package]\nname = "product-catalog"\nversion = "0.1.0"\nedition = "2024"\n\n[profile.release]\nlto = true\n',
    'src/main.rs': 'fn main() {}\n',
  },
  'flask tutorial': {
    'flaskr/__init__.py': "def create_app(test_config=None):\n    app.config.from_mapping(SECRET_KEY='dev', DATABASE='flaskr.sqlite')\n",
    '.flaskenv': 'FLASK_APP=flaskr\nFLASK_ENV=development\n',
    'pyproject.toml': '[project]\nname = "flaskr"\nversion = "1.0.0"\n',
  },
  'full-stack fastapi template': {
    '.env':
      'DOMAIN=localhost\nFRONTEND_HOST=http://localhost:5173\n# Environment: local, staging, production\nENVIRONMENT=local\nPROJECT_NAME="Full Stack FastAPI Project"\nSTACK_NAME=full-stack-fastapi-project\nBACKEND_CORS_ORIGINS="http://localhost,https://localhost"\nSECRET_KEY=changethis\nFIRST_SUPERUSER=admin@example.com\nFIRST_SUPERUSER_PASSWORD=changethis\nSMTP_HOST=\nPOSTGRES_SERVER=localhost\nPOSTGRES_PORT=5432\nPOSTGRES_DB=app\nPOSTGRES_USER=postgres\nPOSTGRES_PASSWORD=changethis\nSENTRY_DSN=\nDOCKER_IMAGE_BACKEND=backend\n',
    'docker-compose.yml': 'services:\n  db:\n    image: postgres:17\n  backend:\n    environment:\n      - POSTGRES_SERVER=db\n',
    'backend/alembic.ini': '[alembic]\nscript_location = app/alembic\n',
    '.github/workflows/deploy-production.yml':
      'name: Deploy to Production\non:\n  release:\n    types:\n      - published\njobs:\n  deploy:\n    runs-on:\n      - self-hosted\n      - production\n    env:\n      ENVIRONMENT: production\n      DOMAIN: ${{ secrets.DOMAIN_PRODUCTION }}\n    steps:\n      - run: docker compose -f docker-compose.yml up -d\n',
    'deployment.md':
      '# FastAPI Project - Deployment\n\n## GitHub Actions Environment Variables\n\n* `DOMAIN_PRODUCTION`\n* `DOMAIN_STAGING`\n\n## URLs\n\n### Main Dashboard\n\nFrontend: `https://dashboard.fastapi-project.example.com`\n\n### Production\n\nBackend API base URL: `https://api.fastapi-project.example.com`\n\n### Staging\n\nBackend: `https://api.staging.fastapi-project.example.com`\n',
  },
  'supabase init': {
    'supabase/config.toml':
      'project_id = "my-app"\n\n[api]\nenabled = true\nport = 54321\n\n[db]\nport = 54322\nmajor_version = 17\n\n[auth]\nsite_url = "http://127.0.0.1:3000"\n\n# [remotes.production]\n# project_id = "abcdefghijklmnopqrst"\n\n[auth.external.apple]\nenabled = false\nclient_id = ""\nsecret = "env(SUPABASE_AUTH_EXTERNAL_APPLE_SECRET)"\n',
    '.env.example': 'NEXT_PUBLIC_SUPABASE_URL=your-project-url\nNEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY=your-publishable-key\n',
  },
  'prisma init': {
    'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n',
    'prisma.config.ts':
      'import "dotenv/config";\nimport { defineConfig, env } from "prisma/config";\nexport default defineConfig({ schema: "prisma/schema.prisma", datasource: { url: env("DATABASE_URL") } });\n',
    '.env':
      '# See the documentation for all the connection string options: https://pris.ly/d/connection-strings\n\nDATABASE_URL="postgresql://johndoe:randompassword@localhost:5432/mydb?schema=public"\n',
  },
  'create-t3-app': {
    '.env':
      '# When adding additional environment variables, the schema in "/src/env.js"\n# should be updated accordingly.\nAUTH_SECRET=""\nAUTH_DISCORD_ID=""\nAUTH_DISCORD_SECRET=""\nDATABASE_URL="postgresql://postgres:password@localhost:5432/my-app"\n',
    'src/env.js':
      'export const env = createEnv({ server: { NODE_ENV: z.enum(["development", "test", "production"]).default("development") } });\n',
  },
  wordpress: {
    'wp-config-sample.php': "<?php\ndefine( 'DB_NAME', 'database_name_here' );\ndefine( 'DB_HOST', 'localhost' );\n",
    'docker-compose.yml':
      'services:\n  wordpress:\n    image: wordpress\n    environment:\n      WORDPRESS_DB_HOST: db\n  db:\n    image: mysql:8.0\n',
    'readme.html': '<p>Semantic Personal Publishing Platform</p>',
  },
  'roots bedrock': {
    '.env.example': "DB_NAME='database_name'\nWP_ENV='development'\nWP_HOME='http://example.com'\n",
    'config/environments/production.php': '<?php\n/** Configuration overrides for WP_ENV === production */\n',
  },
  'create-docusaurus': {
    'docusaurus.config.ts':
      "const config = {\n  title: 'My Site',\n  url: 'https://your-docusaurus-site.example.com',\n  baseUrl: '/',\n  organizationName: 'facebook',\n  projectName: 'docusaurus',\n};\n",
    'docs/tutorial-basics/deploy-your-site.md':
      '# Deploy your site\n\nBuild your site **for production**:\n\n```bash\nnpm run build\n```\n\n## Deploy your site\n\nTest your production build locally:\n\nYou can now deploy the `build` folder **almost anywhere** easily, **for free** or very small cost.\n',
  },
  gatsby: {
    'gatsby-config.ts': 'const config = { siteMetadata: { title: `My Gatsby Site`, siteUrl: `https://www.yourdomain.tld` } };\n',
    '.env.production': 'GATSBY_API_URL=\n',
    'README.md': '## Deploy\n\nBuild, deploy, and host on [Netlify](https://www.netlify.com)\n',
  },
  electron: {
    'package.json': '{"name":"my-app","main":"main.js","scripts":{"start":"electron ."}}',
    'forge.config.js': 'module.exports = { packagerConfig: { asar: true } };\n',
  },
  'pulumi new aws-typescript': {
    'Pulumi.yaml':
      'name: quickstart\ndescription: A minimal AWS TypeScript Pulumi program\nruntime:\n  name: nodejs\nconfig:\n  pulumi:tags:\n    value:\n      pulumi:template: aws-typescript\n',
    'Pulumi.dev.yaml': 'config:\n  aws:region: us-west-2\n',
  },
  'helm create': {
    'Chart.yaml': 'apiVersion: v2\nname: mychart\ndescription: A Helm chart for Kubernetes\ntype: application\nversion: 0.1.0\n',
    'values.yaml':
      'replicaCount: 1\nimage:\n  repository: nginx\ningress:\n  enabled: false\n  hosts:\n    - host: chart-example.local\n      paths:\n        - path: /\n',
    'templates/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include "mychart.fullname" . }}\n',
  },
  'ansible-galaxy role init': {
    'defaults/main.yml': '#SPDX-License-Identifier: MIT-0\n---\n# defaults file for myrole\n',
    'tests/inventory': '#SPDX-License-Identifier: MIT-0\nlocalhost\n\n',
    'tests/test.yml': '---\n- hosts: localhost\n  remote_user: root\n  roles:\n    - myrole\n',
    'meta/main.yml': 'galaxy_info:\n  author: your name\n  company: your company (optional)\n',
  },
  'firebase init': {
    'firebase.json': '{"hosting":{"public":"public","ignore":["firebase.json","**/.*"]},"emulators":{"auth":{"port":9099}}}',
    '.firebaserc': '{"projects":{"default":"demo-no-project"}}',
    'firestore.rules': "rules_version = '2';\n",
  },
  'create-cloudflare': {
    'wrangler.jsonc':
      '/**\n * For more details on how to configure Wrangler, refer to:\n * https://developers.cloudflare.com/workers/wrangler/configuration/\n */\n{\n\t"$schema": "node_modules/wrangler/config-schema.json",\n\t"name": "my-first-worker",\n\t"main": "src/index.ts",\n\t"compatibility_date": "2026-10-01",\n\t"observability": { "enabled": true }\n\t// "vars": { "MY_VARIABLE": "production_value" }\n}\n',
  },
  'fly launch': {
    'fly.toml':
      "# fly.toml app configuration file generated for purple-sun-1234\napp = 'purple-sun-1234'\nprimary_region = 'ams'\n\n[build]\n\n[http_service]\n  internal_port = 8080\n\n[[vm]]\n  memory = '1gb'\n",
    Dockerfile: 'FROM node:22-slim\nENV NODE_ENV="production"\n',
  },
  'railway template': {
    'railway.json':
      '{"$schema":"https://railway.com/railway.schema.json","build":{"builder":"NIXPACKS"},"deploy":{"startCommand":"npm start"}}',
  },
  'render examples': {
    'render.yaml':
      'services:\n  - type: web\n    name: express-hello-world\n    env: node\n    plan: free\n    envVars:\n      - key: NODE_ENV\n        value: production\ndatabases:\n  - name: mysite\n',
  },
  'azd init': {
    'azure.yaml':
      '# yaml-language-server: $schema=https://raw.githubusercontent.com/Azure/azure-dev/main/schemas/v1.0/azure.yaml.json\nname: todo-nodejs-mongo\nservices:\n  api:\n    project: ./src/api\n    host: appservice\n',
    'infra/main.parameters.json': '{"parameters":{"environmentName":{"value":"${AZURE_ENV_NAME}"}}}',
  },
  'dotnet new webapi': {
    'appsettings.json': '{"Logging":{"LogLevel":{"Default":"Information"}},"AllowedHosts":"*"}',
    'appsettings.Development.json': '{"Logging":{"LogLevel":{"Default":"Information"}}}',
    'Properties/launchSettings.json':
      '{"profiles":{"http":{"applicationUrl":"http://localhost:5000","environmentVariables":{"ASPNETCORE_ENVIRONMENT":"Development"}}}}',
  },
  'nest new': {
    'nest-cli.json': '{"$schema":"https://json.schemastore.org/nest-cli","sourceRoot":"src"}',
    'README.md':
      '## Compile and run the project\n\n```bash\n# development\n$ npm run start\n\n# production mode\n$ npm run start:prod\n```\n\n## Deployment\n\nWhen you are ready to deploy your NestJS application to production, see the [deployment documentation](https://docs.nestjs.com/deployment).\n',
  },
  'ng new': {
    'angular.json':
      '{"projects":{"my-app":{"architect":{"build":{"configurations":{"production":{"budgets":[]},"development":{"optimization":false}},"defaultConfiguration":"production"}}}}}',
    'src/environments/environment.prod.ts': 'export const environment = { production: true };\n',
    'src/environments/environment.ts': 'export const environment = { production: false };\n',
  },
  'knex init': {
    'knexfile.js':
      "// Update with your config settings.\n\n/**\n * @type { Object.<string, import(\"knex\").Knex.Config> }\n */\nmodule.exports = {\n\n  development: {\n    client: 'sqlite3',\n    connection: {\n      filename: './dev.sqlite3'\n    }\n  },\n\n  staging: {\n    client: 'postgresql',\n    connection: {\n      database: 'my_db',\n      user:     'username',\n      password: 'password'\n    },\n    pool: {\n      min: 2,\n      max: 10\n    }\n  },\n\n  production: {\n    client: 'postgresql',\n    connection: {\n      database: 'my_db',\n      user:     'username',\n      password: 'password'\n    }\n  }\n\n};\n",
  },
  'sequelize-cli init': {
    'config/config.json':
      '{\n  "development": { "username": "root", "password": null, "database": "database_development", "host": "127.0.0.1", "dialect": "mysql" },\n  "test": { "username": "root", "password": null, "database": "database_test", "host": "127.0.0.1", "dialect": "mysql" },\n  "production": { "username": "root", "password": null, "database": "database_production", "host": "127.0.0.1", "dialect": "mysql" }\n}\n',
  },
  'dbt init': {
    'dbt_project.yml': "name: 'my_new_project'\nversion: '1.0.0'\nprofile: 'default'\nmodel-paths: [\"models\"]\n",
    'README.md': 'Welcome to your new dbt project!\n',
  },
  'shopify app init': {
    'shopify.app.toml':
      '# Learn more about configuring your app at https://shopify.dev/docs/apps/tools/cli/configuration\n\nscopes = "write_products"\n\n[webhooks]\napi_version = "2026-10"\n',
  },
  'livekit agent starter': {
    '.env.example': 'LIVEKIT_URL=wss://<your-project>.livekit.cloud\n',
    'package.json': '{"name":"livekit-voice","dependencies":{"livekit-client":"2"}}',
    '.env': 'LIVEKIT_URL=ws://localhost:7880\nNEXT_PUBLIC_LIVEBLOCKS_PUBLIC_KEY=\nPRODUCT_NAME=reproduce\n',
    'README.md':
      '# LiveKit agent\n\nA live demo is at [docs](https://docs.livekit.io). Use livereload while you develop; the product is reproducible.\n',
  },
};
