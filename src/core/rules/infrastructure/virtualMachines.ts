import { commandTable, remoteRow } from '../commandTable.ts';

/** Machines below the others: hypervisors, their disks and snapshots, and what runs them on a desk. */
export const virtualMachineTools = [
  commandTable('infrastructure', [
    remoteRow({
      id: 'vagrant.removeSnapshot',
      resource: 'snapshot',
      title: 'Delete or go back to a snapshot, or remove boxes of Vagrant: {name}',
      source: 'https://developer.hashicorp.com/vagrant/docs/cli/snapshot',
      on: { vagrant: ['box remove|prune -f|--force|--all', 'snapshot delete|restore|pop'] },
      examples: ['vagrant snapshot restore clean', 'vagrant box remove x --all'],
      nearMisses: ['vagrant snapshot list', 'vagrant box remove x', 'vagrant up'],
    }),
    remoteRow({
      id: 'virsh.destroy',
      resource: 'machine',
      title: 'Stop, take apart or reset with libvirt: {name}',
      source: 'https://www.libvirt.org/manpages/virsh.html',
      valued: { virsh: ['-c', '--connect'] },
      on: { virsh: ['destroy|pool-destroy|net-destroy|net-undefine|snapshot-revert|managedsave-remove'] },
      examples: ['virsh destroy web', 'virsh -c qemu:///system snapshot-revert web clean', 'virsh net-undefine default'],
      nearMisses: ['virsh list --all', 'virsh shutdown web', 'virsh net-list'],
    }),
    remoteRow({
      id: 'vsphere.destroy',
      resource: 'machine',
      title: 'Destroy or switch off in vSphere: {name}',
      source: 'https://github.com/vmware/govmomi/blob/main/govc/USAGE.md',
      on: {
        govc: [
          'vm.destroy|vm.unregister|datastore.rm|object.destroy|snapshot.remove|snapshot.revert|pool.destroy|folder.destroy|host.remove',
          'vm.power -off',
        ],
      },
      examples: ['govc vm.destroy web', 'govc datastore.rm web/web.vmdk', 'govc vm.power -off web'],
      nearMisses: ['govc vm.info web', 'govc datastore.ls', 'govc vm.power -on web'],
    }),
    remoteRow({
      id: 'virtualbox.delete',
      resource: 'machine',
      title: 'Delete, reset or switch off in VirtualBox: {name}',
      source: 'https://www.virtualbox.org/manual/ch08.html',
      on: {
        VBoxManage: ['unregistervm --delete', 'closemedium --delete', 'snapshot * delete|restore', 'controlvm * poweroff'],
        vboxmanage: ['unregistervm --delete', 'closemedium --delete', 'snapshot * delete|restore', 'controlvm * poweroff'],
      },
      examples: ['VBoxManage unregistervm web --delete', 'vboxmanage snapshot web restore clean', 'VBoxManage controlvm web poweroff'],
      nearMisses: [
        'VBoxManage list vms',
        'VBoxManage unregistervm web',
        'VBoxManage snapshot web take clean',
        'VBoxManage controlvm web acpipowerbutton',
      ],
    }),
    remoteRow({
      id: 'hypervisors.delete',
      resource: 'machine',
      title: 'Delete or reset a virtual machine or its storage: {name}',
      on: {
        prlctl: ['delete|unregister|snapshot-delete|reset-uptime'],
        vmrun: ['… deleteVM|deleteSnapshot|revertToSnapshot'],
        xe: ['vm-destroy|vm-uninstall|vdi-destroy|sr-destroy|sr-forget|snapshot-destroy|host-forget|host-shutdown|pool-eject'],
        pvesm: ['free|remove'],
        pveceph: ['purge', 'pool|osd|mon destroy'],
        qm: ['reset', 'stop --skiplock'],
        'qemu-img': ['snapshot -d|-a', 'create|convert … /dev/*'],
        maas: ['… machine release|delete'],
      },
      examples: [
        'prlctl delete web',
        'vmrun -T ws deleteVM web.vmx',
        'xe vm-uninstall uuid=1 force=true',
        'pveceph pool destroy data',
        'qemu-img snapshot -d clean web.qcow2',
        'maas admin machine release 4y3h7n erase=true',
      ],
      nearMisses: ['prlctl list', 'vmrun list', 'xe vm-list', 'pvesm status', 'qemu-img info web.qcow2', 'maas admin machines read'],
    }),
    remoteRow({
      id: 'deskMachines.delete',
      resource: 'machine',
      title: 'Delete a virtual machine on this one: {name}',
      source: 'https://lima-vm.io/docs/reference/limactl_delete/',
      on: {
        colima: ['delete'],
        limactl: ['delete|remove|rm|factory-reset|prune'],
        orb: ['delete|reset'],
        orbctl: ['delete|reset'],
        utmctl: ['delete'],
      },
      takes: 'Its disk, with all containers and volumes on it.',
      examples: ['limactl delete default -f', 'colima delete -f', 'orb delete ubuntu', 'utmctl delete web'],
      nearMisses: ['limactl list', 'colima stop', 'orb list', 'utmctl status web'],
    }),
  ]),
];
