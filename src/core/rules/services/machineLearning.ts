import { commandTable, remoteRow } from '../commandTable.ts';

/** Models, data sets, experiments, and the rented machines that they run on. */
export const machineLearningTools = [
  commandTable('services', [
    remoteRow({
      id: 'huggingface.delete',
      resource: 'repository',
      title: 'Delete from Hugging Face, or its local copies: {name}',
      source: 'https://huggingface.co/docs/huggingface_hub/guides/cli',
      on: {
        'huggingface-cli': ['repo delete', 'repo-files delete', 'repo-files * delete', 'delete-cache', 'tag -d|--delete'],
        hf: ['repo|repos|cache delete', 'repo-files delete', 'repo-files * delete', 'repo|repos branch|tag delete'],
      },
      examples: ['huggingface-cli repo delete acme/shop', "hf repo-files delete acme/shop '*.bin'", 'hf repo delete acme/shop'],
      nearMisses: ['huggingface-cli download acme/shop', 'hf cache scan', 'hf repo create acme/shop'],
    }),
    remoteRow({
      id: 'wandb.delete',
      resource: 'runs',
      title: 'Delete runs or artifacts of Weights & Biases: {name}',
      on: { wandb: ['sync --clean|--clean-force', 'artifact cache cleanup', 'sweep --cancel'] },
      examples: ['wandb sync --clean-force', 'wandb artifact cache cleanup 0GB', 'wandb sweep --cancel acme/shop/1'],
      nearMisses: ['wandb sync ./wandb', 'wandb sweep sweep.yaml', 'wandb artifact ls acme/shop'],
    }),
    remoteRow({
      id: 'mlflow.delete',
      resource: 'experiment',
      title: 'Delete from MLflow: {name}',
      source: 'https://mlflow.org/docs/latest/cli.html',
      on: { mlflow: ['gc', 'experiments|runs|models delete', 'db downgrade|reset'] },
      examples: ['mlflow gc', 'mlflow experiments delete -x 1', 'mlflow runs delete --run-id 1'],
      nearMisses: ['mlflow ui', 'mlflow experiments search', 'mlflow experiments restore -x 1'],
    }),
    remoteRow({
      id: 'dvc.delete',
      resource: 'data',
      title: 'Delete data that DVC keeps: {name}',
      source: 'https://dvc.org/doc/command-reference/gc',
      on: { dvc: ['gc !--dry', 'destroy', 'remove --outs'] },
      safer: 'dvc gc has --dry.',
      examples: ['dvc gc -w -f', 'dvc destroy -f', 'dvc remove --outs data.dvc'],
      nearMisses: ['dvc status', 'dvc gc -w --dry', 'dvc remove data.dvc'],
    }),
    remoteRow({
      id: 'kaggle.delete',
      resource: 'data set',
      title: 'Delete from Kaggle: {name}',
      on: { kaggle: ['… delete'] },
      examples: ['kaggle datasets delete ada/bookings', 'kaggle kernels delete ada/shop'],
      nearMisses: ['kaggle datasets list', 'kaggle datasets download ada/bookings'],
    }),
    remoteRow({
      id: 'rentedMachines.destroy',
      resource: 'machine',
      title: 'Stop or destroy a rented machine: {name}',
      on: {
        runpodctl: ['remove|stop'],
        vastai: ['destroy|delete|reboot|recycle'],
        sky: ['down', 'storage delete', 'serve down', 'stop -y|-a|--all|--yes', 'jobs cancel -y|-a|--all|--yes'],
      },
      takes: 'What lies on its disks.',
      examples: ['runpodctl remove pod abc', 'vastai destroy instance 12', 'sky down -a -y', 'sky storage delete bookings'],
      nearMisses: ['runpodctl get pod', 'vastai show instances', 'sky status', 'sky stop web'],
    }),
  ]),
];
